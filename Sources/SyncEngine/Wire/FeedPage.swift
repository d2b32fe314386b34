// A stretch of the hub's feed: the units of it, and closed deltas of every row they touched.

/// What happened on a hub after `start`, up to `end`.
///
/// A delta is *closed*: it carries the row's whole vector (the entries beyond `start`; the
/// receiver has the others) and every field that changed beyond `start` with all its siblings,
/// read in one snapshot of the database, also those beyond the page's end. A vector with only
/// some of these fields would make the rest look seen, and lose them.
///
/// A unit may have touched more than an answer holds. Its page is then a *part*: the unit and some
/// of its rows; the next page has the same start, the same unit, and the rows behind them.
public struct FeedPage: Hashable, Sendable {
    public let start: UInt64
    /// The head of the database snapshot that the page was read from.
    public let head: Cursor
    /// Those at start + 1 ... end, in order; the receiver's own among them.
    public let units: [FeedUnit]
    /// Sorted by key.
    public let rows: [RowDelta]
    /// Whether the only unit touched more rows, behind the last of these.
    public let isPart: Bool

    /// - Precondition: a part has one unit, and a row.
    public init(
        start: UInt64, head: Cursor, units: [FeedUnit], rows: [RowDelta], isPart: Bool = false
    ) {
        precondition(!isPart || units.count == 1 && !rows.isEmpty, "a part of \(units.count)")
        self.start = start
        self.head = head
        self.units = units
        self.rows = rows
        self.isPart = isPart
    }

    /// The position of the last unit whose rows have all come with this page or before it.
    public var end: UInt64 { isPart ? start : start + UInt64(units.count) }

    /// Where the next page begins.
    public var ending: FeedPlace { FeedPlace(end, row: isPart ? rows.last?.key : nil) }

    /// What is staged once this page is; `nil` if it ends the catch-up.
    public var staged: StagedPages? {
        reachesHead ? nil : StagedPages(end: ending, head: head)
    }

    /// Whether the page follows on one that ended with that row.
    func goesOn(behind row: RowKey?) -> Bool {
        guard let row else { return true }
        return units.count == 1 && rows.allSatisfy { $0.key > row }
    }

    /// Only a page that reaches the head of its own snapshot ends a catch-up.
    public var reachesHead: Bool { end == head.position }
    public var isEmpty: Bool { units.isEmpty }
}

/// A unit on the feed.
public struct FeedUnit: Hashable, Sendable {
    public let dot: Dot
    public let unit: Unit
    public let envelope: Envelope
    /// The hub's signature, where it has a key.
    public let receipt: Receipt?
    /// Of a unit that was written again or respelled: what it was first.
    public let origin: UnitOrigin?

    public init(
        dot: Dot, unit: Unit, envelope: Envelope, receipt: Receipt? = nil,
        origin: UnitOrigin? = nil
    ) {
        self.dot = dot
        self.unit = unit
        self.envelope = envelope
        self.receipt = receipt
        self.origin = origin
    }
}

/// The change of one row's state beyond a position.
public struct RowDelta: Hashable, Sendable {
    public let key: RowKey
    /// The entries of the row's vector beyond the start of the page.
    public let vector: VersionVector
    /// Present if the row was created beyond the start of the page.
    public let creation: RowState.Creation?
    /// Sorted by field: every field with a sibling beyond the start, with all its siblings.
    public let fields: [RowState.Field]

    public init(
        key: RowKey, vector: VersionVector, creation: RowState.Creation?, fields: [RowState.Field]
    ) {
        self.key = key
        self.vector = vector
        self.creation = creation
        self.fields = fields
    }

    /// The closed delta of a row for a replica that has everything in `seen`.
    public init(of state: RowState, key: RowKey, beyond seen: VersionVector) {
        self.init(
            key: key,
            vector: VersionVector(state.vector.entries.filter { !seen.contains($0) }),
            creation: seen.contains(state.creation.dot) ? nil : state.creation,
            fields: state.fields.filter { field in
                field.register.siblings.contains { !seen.contains($0.dot) }
            })
    }

    /// The base with the delta joined into it.
    ///
    /// The entries of the vector that did not travel are those the base has; so the delta's whole
    /// vector is the join of both.
    /// - Returns: `nil` if the row is unknown and the delta does not create it.
    public func joined(into base: RowState?) -> RowState? {
        guard let base else {
            return creation.map { RowState(vector: vector, creation: $0, fields: fields) }
        }
        let whole = vector.joined(base.vector)
        var result = base
        for field in fields {
            result[field.id] = .join(
                base[field.id], seenBy: base.vector, field.register, seenBy: whole)
        }
        result.vector = whole
        if let creation, creation.dot == base.creation.dot {
            result.creation.stamp = min(base.creation.stamp, creation.stamp)
        }
        return result
    }
}
