// Every limit and every patience of the page's server in one place, each with its reason.

/// Bounds of what a browser may ask and send.
public enum DeskPageLimits {
    /// Bytes of a body: the longest text, with every character escaped, and a token beside it.
    public static let bodyBytes = 2_097_152
    /// Bytes of a path with its query: filters by many names.
    public static let targetBytes = 16_384
    /// Seconds that a body of JSON may take, and a document's next bytes: they come from the same
    /// machine.
    public static let bodySeconds: Int64 = 10
    /// Rows of a list in one answer.
    public static let windowRows = 1_000
    /// Rows of a list where nobody says how many.
    public static let defaultRows = 100
    /// Tickets of one dialog for several.
    public static let selectedTickets = 1_000
    /// Tickets that are shared at once: somebody has to read every word of them.
    public static let releasedTickets = 100
    /// Lists that are counted in one request: all saved filters with those of the page.
    public static let countedQueries = 150
    /// Texts that somebody began to write.
    public static let drafts = 500
    /// Bytes of a draft: a description, or several fields as JSON.
    public static let draftBytes = 262_144
    /// Bytes of a token that is kept with a draft: a ticket with thousands of rows.
    public static let tokenBytes = 1_048_576
    /// Saved filters: more are no choice but a search.
    public static let filters = 100
    /// Bytes of a draft's key.
    public static let draftKeyBytes = 128
    /// Bytes of a saved filter's id.
    public static let filterKeyBytes = 64
    /// Bytes of a saved filter's name.
    public static let filterNameBytes = 500
    /// Windows that listen at once; a browser itself allows six a host.
    public static let streams = 32
    /// How long commits are gathered before they are told: nobody sees less.
    public static let gathering = Duration.milliseconds(30)
    /// How often a silent stream says that it lives.
    public static let beat = Duration.seconds(15)
    /// Seconds that a pass to open the page is good: a browser starts in less.
    public static let passSeconds: Int64 = 60
    /// Passes that wait to be used; the oldest is forgotten first.
    public static let passes = 16
    /// Open connections: a few browsers.
    public static let connections = 256
    /// Seconds that a connection may be silent before it is closed.
    public static let idleSeconds: Int64 = 120
    /// Requests that wait for the disk; beyond them a browser is asked to come back.
    public static let queuedRequests = 256
    /// Threads that work on requests: as many read the replica at a time.
    public static let threads = 4
}
