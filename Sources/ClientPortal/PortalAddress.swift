// Where a page of the portal is; every link on a page is one of these.

public import SyncEngine

/// A place in the portal.
public enum PortalAddress: Hashable, Sendable {
    case tickets
    case ticket(RowID)
    /// A document of a ticket by its ``DocumentName``, which tells nothing of its row.
    case document(DocumentName, of: RowID)
    /// The same bytes to be seen, where they were checked to be an image.
    case image(DocumentName, of: RowID)

    /// The path under which the whole portal lies, and to which its cookie belongs.
    public static let root = "/portal"

    /// Clean: no secret stands in it.
    public var path: String {
        switch self {
        case .tickets: Self.root
        case .ticket(let id): "\(Self.root)/tickets/\(id)"
        case .document(let name, let ticket): "\(Self.root)/tickets/\(ticket)/\(name)"
        case .image(let name, let ticket): "\(Self.root)/tickets/\(ticket)/\(name)/image"
        }
    }
}
