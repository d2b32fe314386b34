// Looks a workspace over from end to end: what a disk or a hand has changed shows here.

public import LocalStore
internal import SyncEngine

extension HubAdministration {
    /// One thing that was looked at.
    public struct Check: Hashable, Sendable {
        /// A word: `file`, `feed`, `references`, `laptops`, `history`, `documents`.
        public let name: String
        /// What was found, or how much was looked at.
        public let detail: String
        public let isSound: Bool
        /// Breaks in the chains of tickets, where this is `history`.
        public var breaks: [ChainBreak] = []
        /// What was found one by one, in sentences, with what to do; not all of it is damage.
        public var findings: [String] = []

        init(
            _ name: String, _ detail: String, isSound: Bool, findings: [String] = []
        ) {
            self.name = name
            self.detail = detail
            self.isSound = isSound
            self.findings = findings
        }
    }

    /// Checks the file's pages and indexes, that the feed has no gap, that every reference
    /// leads somewhere, every chain of history, and the bytes of every document.
    ///
    /// A server may run meanwhile.
    /// - Complexity: O(bytes of the file and of all documents).
    public func verify(workspace: String? = nil) throws(HubError) -> [Check] {
        try access(try directory.chosen(workspace), creating: false) { store in
            // Ties what came since to the chains; what was tied before is judged as it stood.
            try store.prepareChains()
            return [
                try store.read { try checkFile($0) }, try store.read { try checkFeed($0) },
                try store.read { try checkReferences($0, store.schema) },
                try store.hubTransaction(mayWrite: false) { try checkLaptops($0) },
                try checkHistory(store), try checkDocuments(store),
            ]
        }
    }

    private func checkFile(_ reader: StoreReader) throws -> Check {
        let found = try reader.select("SELECT * FROM pragma_integrity_check LIMIT 5")
            .compactMap { $0[$0.columns[0]].text }
        let isSound = found == ["ok"]
        return Check(
            "file", isSound ? "every page and index is sound" : found.joined(separator: "; "),
            isSound: isSound)
    }

    private func checkFeed(_ reader: StoreReader) throws -> Check {
        let counts = try reader.select(
            """
            SELECT count(*) AS units, ifnull(max(position), 0) AS last,
              (SELECT ifnull(max(position), 0) FROM hub_commit) AS head,
              (SELECT count(*) FROM hub_commit c WHERE NOT EXISTS
                (SELECT 1 FROM history h WHERE h.position = c.position)) AS adrift
            FROM history WHERE position IS NOT NULL
            """
        ).first
        func number(_ column: String) -> Int64 { counts?[column].integer ?? -1 }
        let isSound =
            number("units") == number("last") && number("last") == number("head")
            && number("adrift") == 0
        return Check(
            "feed",
            isSound
                ? "\(number("units")) units without a gap"
                : "\(number("units")) units, the last at \(number("last")), "
                    + "the head at \(number("head")), \(number("adrift")) commits adrift",
            isSound: isSound)
    }

    private func checkReferences(_ reader: StoreReader, _ schema: Schema) throws -> Check {
        var count: Int64 = 0
        var dangling: [String] = []
        for entity in schema.entities {
            for column in entity.fields.flatMap(\.columns) {
                guard case .reference(let target) = column.kind,
                    let table = schema.entity(target)?.name
                else { continue }
                // Names of the schema: words of this program, nobody's text.
                let found = try reader.select(
                    """
                    SELECT count(*) AS whole, count(*) FILTER (WHERE NOT EXISTS
                      (SELECT 1 FROM "\(table)" t WHERE t.id = r."\(column.name)")) AS dangling
                    FROM "\(entity.name)" r WHERE r."\(column.name)" IS NOT NULL
                    """
                ).first
                count += found?["whole"].integer ?? 0
                let lost = found?["dangling"].integer ?? 0
                if lost > 0 { dangling.append("\(lost) in \(entity.name).\(column.name)") }
            }
        }
        return Check(
            "references",
            dangling.isEmpty
                ? "\(count) lead where they should"
                : "lead nowhere: " + dangling.joined(separator: ", "), isSound: dangling.isEmpty)
    }

    /// A number that a lost hub and this one have given to different laptops.
    private func checkLaptops(_ transaction: HubTransaction) throws -> Check {
        let twice = try transaction.ordinalsGivenTwice()
        let count = try transaction.select("SELECT count(*) AS count FROM replica").first?["count"]
        return Check(
            "laptops",
            twice.isEmpty
                ? "\(count?.integer ?? 0) have a number of their own"
                : "\(twice.count) numbers were given twice",
            isSound: twice.isEmpty,
            findings: twice.map { ordinal, names in
                "Number \(ordinal) was given to \(names.joined(separator: " and to ")): a laptop "
                    + "that is known here gets another one at its next sync."
            })
    }

    private func checkHistory(_ store: LocalStore) throws -> Check {
        let report = try store.verifyChains()
        var check = Check(
            "history",
            report.breaks.isEmpty
                ? "\(report.units) entries in \(report.chains) chains fit"
                : "\(report.breaks.count) of \(report.chains) chains are broken",
            isSound: report.breaks.isEmpty)
        check.breaks = report.breaks
        return check
    }
}
