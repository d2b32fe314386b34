// Every limit and every patience of the hub in one place, each with its reason.

/// Bounds that the hub keeps beside those of the engine.
public enum HubLimits {
    /// An hour to read a code to somebody on the telephone and to type it in.
    public static let invitationLifetimeMilliseconds: Int64 = 3_600_000
    /// Dead codes are remembered for a day, so that a late laptop hears "expired", not "unknown".
    public static let invitationMemoryMilliseconds: Int64 = 86_400_000
    /// Wrong codes from one address within `attemptWindowMilliseconds`: ten typing mistakes are a
    /// person, and at ten a minute 60 random bits cannot be guessed.
    public static let wrongCodes = 10
    public static let attemptWindowMilliseconds: Int64 = 60_000
    /// Addresses whose mistakes are counted at a time; the oldest is forgotten first.
    public static let countedAddresses = 4_096
    /// Bytes of an enrolment's body: six short strings.
    public static let enrolmentBytes = 4_096
    /// Bytes of UTF-8 of a member's or a laptop's name.
    public static let nameBytes = 200
    /// Characters of a workspace's name, which is a directory's name, too.
    public static let workspaceNameBytes = 64
    /// Bytes of a request id that is echoed.
    public static let requestIDBytes = 128
    /// Seconds that a connection may be silent, or take for a request's head, before it is closed.
    public static let idleSeconds: Int64 = 60
    /// Seconds that a body may take beyond what its length needs at the slowest pace.
    public static let bodySeconds: Int64 = 30
    /// The slowest pace of a body, in bytes a second: a bad mobile network. Who is slower holds
    /// memory for nothing.
    public static let slowestBytesPerSecond = 8_192
    /// Seconds that a laptop has to hear a 413 while it sends; then its connection is cut.
    public static let floodSeconds: Int64 = 5
    /// Open connections; further ones wait in the kernel's queue.
    public static let connections = 10_000
    /// Requests that wait for the disk; beyond them laptops are asked to come back.
    public static let queuedRequests = 1_024
    /// Pushes that share one commit: the disk is told once for all of them.
    public static let pushesPerCommit = 64
    /// Threads that read a workspace at a time: the feed is read from the cache, so few do.
    public static let readers = 2
    /// Threads that read and write a workspace's documents: a disk is no faster with more.
    public static let documentThreads = 2
    /// Bytes of a list of documents: `maximumDocumentsAsked` ids with their commas.
    public static let documentsAskedBytes = 65_536
    /// How often old unfinished transfers are looked for; they are a week old by then.
    public static let documentUpkeep = Duration.seconds(14_400)
    /// The minutes of a week: nobody has room for more.
    public static let weekMinutes: Int64 = 10_080
    /// How soon a commit of another process is noticed: a person waits for a command that long.
    public static let foreignCommitCheck = Duration.seconds(1)
    /// Seconds that a laptop is asked to keep a document back for which the disk has no room:
    /// somebody has to free some.
    public static let diskFullRetrySeconds = 60
    /// Seconds that a laptop is asked to stay away where the hub cannot say better.
    public static let retryAfterSeconds = 5
    /// Days that a link for a client lives unless said otherwise: a quarter, in which most work is
    /// done and paid.
    public static let portalLinkDays = 90
    /// A year: whoever still needs one then is asked about once.
    public static let maximumPortalLinkDays = 365
    /// Open links of a workspace: more than anybody looks after.
    public static let portalLinks: Int64 = 10_000
    /// Links that ended are listed for a quarter more, so that "who could look?" has an answer.
    public static let portalLinkMemoryMilliseconds: Int64 = 90 * 86_400_000
    /// Bytes of a wish for a link: an id, a hash and a number.
    public static let portalLinkBytes = 4_096
    /// How long a browser may look before the link has to be opened again: a working day.
    public static let portalSessionMilliseconds: Int64 = 8 * 3_600_000
    /// Tickets on a client's page, those made last first: more than anybody reads.
    public static let portalTickets = 1_000
}
