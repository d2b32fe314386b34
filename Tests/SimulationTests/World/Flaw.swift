// The obvious simpler forms of the protocol, each of which loses work: the models must catch them.

/// A wrong way to do one thing; a world runs with at most one.
enum Flaw: String, CaseIterable, Sendable {
    /// A delta carries the row's whole vector, but only the fields of the page's own units.
    case openDeltas
    /// The laptop sends the state of a field instead of each operation: several edits become one.
    case squashedOperations
    /// A refused unit's dot enters the row's vector at the hub all the same.
    case refusedDotInVector
    /// A refused unit is sent again under its old dot.
    case retryUnderSameDot
    /// A write covers only what stood on the screen, not what its own unsent predecessor covered.
    case coversNotTransitive
    /// Pages are applied as they come, instead of all at once at the head.
    case cursorAheadOfRows

    // What may be done wrong about copies of a laptop.

    /// The hub looks at counters alone: whoever comes second under one has it already.
    case copiesUnnoticed
    /// A copy writes everything again that it has not been told about, also what the hub has.
    case everythingWrittenAgain
    /// A copy takes a counter that the hub has for its own unit, whatever it says.
    case countersTakenForUnits
    /// The hub does not remember what a unit that was written again was first.
    case originsForgotten
    /// A copy takes its new dots, and leaves the rows that it made their ids.
    case rowsKeepTheirIDs

    // What may be done wrong about a hub that went back.

    /// Laptops follow a restored hub without giving anything back.
    case pastNotOffered
    /// A restored hub takes nothing back, whoever gives it.
    case othersNotTakenBack
    /// A laptop believes a restored hub to have what the lost one had acknowledged.
    case acknowledgementsKept

    // What may be done wrong about a laptop that a restored hub does not know.

    /// It begins anew with what the hub has: what it had not sent is left behind.
    case unsentForgotten
    /// It writes again what it has not been told about, though the lost hub may have taken it and
    /// others may have it.
    case possiblySentWrittenAgain
    /// It writes again what the lost hub had acknowledged, instead of giving it back.
    case acknowledgedWrittenAgain

    // What may be done wrong about copies of laptops that a restored hub does not know.

    /// The hub does not see that what is offered is there under another name.
    case standingUnnoticed
    /// The hub reads what builds on renamed work by the names of the lost time.
    case lostNamesForgotten
    /// Laptops are not told what the hub has under other names.
    case otherNamesUntold
    /// A copy whose work went to an heir keeps the ordinal.
    case forkUnnoticed

    /// Whether it shows where a restored hub does not know copies of laptops only.
    var isAboutLostOrigins: Bool {
        switch self {
        case .standingUnnoticed, .lostNamesForgotten, .otherNamesUntold, .forkUnnoticed: true
        default: false
        }
    }

    /// Whether it shows where laptops have to join again only.
    var isAboutJoiningAgain: Bool {
        switch self {
        case .unsentForgotten, .possiblySentWrittenAgain, .acknowledgedWrittenAgain:
            true
        default: false
        }
    }

    /// Whether it shows in worlds where hubs are restored only.
    var isAboutRestores: Bool {
        switch self {
        case .pastNotOffered, .othersNotTakenBack, .acknowledgementsKept: true
        default: false
        }
    }

    /// Whether it shows in worlds where laptops are copied only.
    var isAboutCopies: Bool {
        switch self {
        case .copiesUnnoticed, .everythingWrittenAgain, .countersTakenForUnits, .originsForgotten,
            .rowsKeepTheirIDs:
            true
        default: false
        }
    }
}
