// Whether a laptop may have or bring the bytes of a document: judged by the document's row alone.

internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// What a device was found to be allowed: one document of its own workspace.
///
/// Nothing in a request names bytes. It names a row, the row names the bytes; so whoever knows a
/// hash and no row of it knows nothing more than before, and no answer differs by it.
struct DocumentGrant: Sendable {
    let workspace: Workspace
    let device: Device
    let document: DocumentRow
}

/// The facts of a document's row, which never change but for the name.
struct DocumentRow: Hashable, Sendable {
    let id: RowID
    let name: String
    let hash: ContentHash
    let size: Int64

    init(id: RowID, name: String, hash: ContentHash, size: Int64) {
        self.id = id
        self.name = name
        self.hash = hash
        self.size = size
    }

    /// - Returns: `nil` if there is no such row, or what it says names no bytes.
    init?(_ id: RowID, _ transaction: HubTransaction) throws {
        let found = try transaction.select(
            "SELECT name, content, size FROM document WHERE id = ?", [.row(id)]
        ).first
        guard let found, let hash = found["content"].text.flatMap({ ContentHash($0) }),
            let size = found["size"].integer, size >= 0
        else { return nil }
        self.id = id
        self.hash = hash
        self.size = size
        name = found["name"].text ?? ""
    }

    /// Whether its bytes are here: those of its hash, if they are as many as it says.
    func isComplete(in files: DocumentFiles) -> Bool { files.size(of: hash) == size }
}

extension DeviceDoor {
    /// Judges a request by its token and the row it names.
    /// - Throws: what ``caller(of:_:)`` throws, ``HubError/Code/revoked``,
    ///   ``HubError/Code/unknownDocument``.
    func grant(_ routed: RoutedRequest, document text: Substring) async throws -> DocumentGrant {
        let caller = try await caller(of: routed.request, routed.context)
        let row = try await caller.read { transaction in
            try RowID(text).flatMap { try DocumentRow($0, transaction) }
        }
        guard let row else { throw HubError.unknownDocument }
        return DocumentGrant(workspace: caller.workspace, device: caller.device, document: row)
    }
}

extension HubError {
    /// In the same words for a row that is not there and one that is another workspace's.
    static let unknownDocument = HubError(
        .unknownDocument, "There is no such document",
        hint: "If it was just attached, its row has to be sent first.")

    static let bytesNotHere = HubError(
        .bytesNotHere, "The bytes of this document have not come yet",
        hint: "They are on the laptop of its author, and come when that one is online.")
}
