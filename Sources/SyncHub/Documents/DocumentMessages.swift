// What hub and laptops say about documents beside the bytes: small messages in JSON.

/// How much of a document's bytes the hub has.
public struct DocumentState: Codable, Hashable, Sendable {
    /// Of the whole document, in bytes.
    public let size: Int64
    /// What has come from this laptop: the next chunk begins there.
    public let received: Int64
    /// Whether the hub has them all, verified and on its disk, from whomever they came.
    public let isComplete: Bool

    enum CodingKeys: String, CodingKey {
        case size, received
        case isComplete = "complete"
    }
}

/// Documents whose bytes a laptop would like to know to be at the hub.
public struct DocumentsAsked: Codable, Hashable, Sendable {
    /// Ids of rows, at most `Limits.maximumDocumentsAsked`.
    public let documents: [String]

    public init(documents: [String]) { self.documents = documents }
}

/// Those of them whose bytes the hub has. What it does not know is left out, as is what has not
/// come: the two look alike.
public struct DocumentsArrived: Codable, Hashable, Sendable {
    public let arrived: [String]
}
