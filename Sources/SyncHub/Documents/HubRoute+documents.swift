// The hub's routes for the bytes of documents, beside the rows that name them.

internal import Hummingbird

extension HubRoute {
    /// A laptop's transfers. Every path names a row; none names bytes.
    static func documents(_ door: DeviceDoor) -> [HubRoute] {
        let download = DocumentDownload(door: door)
        let upload = DocumentUpload(door: door)
        let arrived = DocumentsArrivedEndpoint(door: door)
        return [
            HubRoute(.get, "/v1/documents/:document", for: .device) {
                try await download.respond($0)
            },
            HubRoute(.get, "/v1/documents/:document/upload", for: .device) {
                try await upload.state($0)
            },
            HubRoute(.put, "/v1/documents/:document/upload/:offset", for: .device) {
                try await upload.take($0)
            },
            HubRoute(.post, "/v1/documents/arrived", for: .device) {
                try await arrived.respond($0)
            },
        ]
    }
}
