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
    /// Numbers that copies of one member's laptops get within a day: a few disks are cloned or
    /// restored by hand, and what asks without end is a fault; there are eight million in all.
    public static let copiesPerDay = 50
    public static let dayMilliseconds: Int64 = 86_400_000
    /// How long a copy that asks for one more is asked to wait: until somebody has looked.
    public static let copiesRetrySeconds = 3_600
    /// Ordinals beyond the next one that a laptop may say it had before the hub was restored: as
    /// many as a restore leaves out at the most.
    public static let lostOrdinals: UInt64 = 9_000
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
    /// How old a backup may be before the hub's status warns: laptops can give back a week.
    public static let backupAgeMilliseconds: Int64 = 7 * 86_400_000
    /// The minutes of a week: nobody has room for more.
    public static let weekMinutes: Int64 = 10_080
    /// How soon a commit of another process is noticed: a person waits for a command that long.
    public static let foreignCommitCheck = Duration.seconds(1)
    /// How long a request waits for an older one of the same transfer to keep what it got.
    public static let uploadPatience = Duration.seconds(2)
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
    /// Links that ended and are still listed; those that ended first are forgotten beyond it. A
    /// list of all links stays small enough for one answer.
    public static let endedPortalLinks = 2_000
    /// Bytes of a wish for a link: an id, a hash and a number.
    public static let portalLinkBytes = 4_096
    /// How long a browser may look before the link has to be opened again: a working day.
    public static let portalSessionMilliseconds: Int64 = 8 * 3_600_000
    /// Tickets on a client's page, those made last first: more than anybody reads.
    public static let portalTickets = 1_000
    /// Bytes of an image that is shown on a client's page: a photograph of a telephone. Larger ones
    /// are files to save.
    public static let portalImageBytes: Int64 = 8_388_608
    /// Bytes of all images on one page: what a client's browser loads, and what the hub reads once
    /// to check them.
    public static let portalImagesBytes: Int64 = 67_108_864
    /// Images of which a workspace remembers that they are some; beyond that they are checked anew.
    public static let rememberedImages = 10_000
    /// Bytes of what a device calls its program.
    public static let programBytes = 64
    /// How often the last contacts of devices are written: a list of devices may be that old.
    public static let contactInterval = Duration.seconds(10)
    /// Bytes that are kept of what one device sends after it was revoked: thousands of changes of a
    /// person, and nothing that could fill a disk.
    public static let keptBytesPerDevice = 16_777_216
    /// Units that were not taken in one answer, and their bytes; written out in JSON they are
    /// several times as many.
    public static let untakenUnits = 500
    public static let untakenBytes = 1_048_576
    /// Bytes of the body of an administration request: names and a role.
    public static let administrationBytes = 4_096
    /// Unknown tokens from one address within `attemptWindowMilliseconds`: an office behind one
    /// address may have laptops that the hub has forgotten, and 256 random bits are not guessed.
    public static let unknownTokens = 200
    /// Wrong links and cookies from one address within `attemptWindowMilliseconds`: an office
    /// behind one address may have some that ended, and 256 random bits are not guessed.
    public static let wrongLinks = 200
    /// Requests through one link a second in the long run: nobody reads faster, and a download asks
    /// once.
    public static let requestsPerLink = 20.0
    /// Requests through one link at once: an office that opens everything there is.
    public static let requestBurstPerLink = 500.0
    /// Requests of one device a second in the long run: a laptop that follows a feed page by page
    /// makes fewer.
    public static let requestsPerDevice = 50.0
    /// Requests of one device at once, before that pace holds.
    public static let requestBurstPerDevice = 500.0
    /// Requests from one address a second in the long run: a thousand laptops behind one router.
    public static let requestsPerAddress = 2_000.0
    public static let requestBurstPerAddress = 10_000.0
    /// Open connections from one address: a thousand laptops behind one router, with one that
    /// waits, one that pushes and some that carry documents each.
    public static let connectionsPerAddress = 4_000
    /// How often the certificate's files are looked at.
    public static let certificateInterval = Duration.seconds(5)
    /// Bytes of encoded feed pages that are kept for laptops that ask for the same stretch.
    public static let pageCacheBytes = 67_108_864
    /// Answers that ask for time spread laptops over as many seconds as this, at the most.
    public static let retrySpreadSeconds = 30
    /// Laptops a second that are asked back at the same time, as far as the spread allows.
    public static let comebacksPerSecond = 50
    /// How long an answer about the hub's health holds: whoever asks in a loop costs no reads.
    public static let healthMilliseconds: Int64 = 1_000
}
