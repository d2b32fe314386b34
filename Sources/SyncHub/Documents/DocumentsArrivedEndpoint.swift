// POST /v1/documents/arrived: which documents' bytes are at the hub, so that laptops can say of the
// others where they are.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// Answers ``DocumentsAsked``. Each row is judged as if it were asked for alone.
struct DocumentsArrivedEndpoint {
    let door: DeviceDoor

    func respond(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let body = try await routed.request.bytes(
            of: "application/json", limit: HubLimits.documentsAskedBytes, routed.context)
        guard let asked = try? JSONDecoder().decode(DocumentsAsked.self, from: Data(body)),
            asked.documents.count <= Limits.maximumDocumentsAsked
        else { throw HubError.malformed("The body is not a list of documents in JSON") }
        let rows = try await caller.read { transaction in
            try asked.documents.compactMap { text in
                try RowID(text).flatMap { try DocumentRow($0, transaction) }
            }
        }
        let arrived = try await caller.workspace.withDocuments { files in
            rows.filter { $0.isComplete(in: files) }.map { "\($0.id)" }
        }
        return Response(json: Array(try JSONEncoder().encode(DocumentsArrived(arrived: arrived))))
    }
}
