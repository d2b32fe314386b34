// A suggested merge of texts that were rewritten apart.

public import LocalStore
public import SyncEngine

extension Desk {
    /// The values that stand in a field, and for long texts a suggested merge.
    /// - Throws: ``DeskError`` `not_found`.
    /// - Complexity: O(earlier writes of the field); for long texts O(base times version) in lines
    ///   for each version.
    public func versions(of path: FieldPath, on ticket: RowID?) throws -> ConflictVersions {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            guard let row = try reader.row(path.key),
                let conflict = try conflict(path, of: ticket, reader, display)
            else { throw DeskError.unknown(path.key, in: store.schema) }
            let siblings = row.stored.shown[path.field].siblings
            guard path.isLongText else {
                return ConflictVersions(conflict: conflict, base: nil, suggestion: nil)
            }
            let past = FieldPast(reader, row, path.field)
            return ConflictVersions(
                conflict: conflict, base: try past.commonBase(of: siblings),
                suggestion: try past.suggestion(for: siblings).map {
                    ConflictVersions.Suggestion(text: $0.text, overlaps: $0.overlaps)
                })
        }
    }

    /// Settles a text with the suggested merge of the versions that were shown.
    /// - Throws: ``DeskError`` `nothing_to_do` where nothing can be suggested.
    @discardableResult
    public func settleAsSuggested(_ path: FieldPath, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let row = try action.row(path.key)
            let past = FieldPast(action.writer, row, path.field)
            let siblings = try action.screen(path.key).siblings(path.field)
            guard path.isLongText, let merged = try past.suggestion(for: siblings) else {
                throw DeskError(
                    .nothingToDo,
                    "There is no merge to suggest for \(path.spelled(in: store.schema)).",
                    hint: "Descriptions and comments that hold several texts have one.")
            }
            let text = try TextCheck.text(merged.text, "merged text")
            try action.settle(path.key, path.field, to: .text(text))
        }.dot
    }
}

extension FieldPath {
    /// Whether people write paragraphs into it.
    fileprivate var isLongText: Bool {
        self == FieldPath(RowKey(TicketSchema.ticket, key.row), TicketField.description)
            || self == FieldPath(RowKey(TicketSchema.comment, key.row), CommentField.body)
    }
}

extension FieldPast {
    /// In order of effective time, so that every laptop suggests the same.
    fileprivate func suggestion(for siblings: [Sibling]) throws -> LineMerge? {
        guard siblings.count > 1 else { return nil }
        let texts = siblings.sorted(by: Sibling.isEarlier).map { $0.value.text ?? "" }
        return LineMerge(base: try commonBase(of: siblings), of: texts)
    }
}
