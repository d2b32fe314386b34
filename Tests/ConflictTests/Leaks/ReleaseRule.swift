// The rules that may decide what a client sees: ours, and three obvious ones that leak.

import SupportDesk
import SyncEngine

/// A way to decide whether something is visible.
enum ReleaseRule: CaseIterable, Sendable {
    case seenOrSaid
    /// Whoever set the flag last decides.
    case latestFlag
    /// Internal wins over visible, and that is all.
    case flagAlone
    /// Internal wins, and vectors say who knew of what: the publisher of the text, or the writer of
    /// the text that it was published. The writer's screen is not asked.
    case vectorAlone

    /// The desk's schema with this rule in the place of ours.
    var schema: Schema {
        let desk = TicketSchema.schema
        return Schema(
            name: desk.name, version: desk.version, rulesVersion: desk.rulesVersion,
            entities: desk.entities.filter { $0.writers != .hub }.map { entity in
                Entity(
                    id: entity.id, name: entity.name, writers: entity.writers, owner: entity.owner,
                    fields: entity.fields.map(replaced))
            })
    }

    private func replaced(_ field: Field) -> Field {
        guard let ours = field.rule as? SeenOrSaid else { return field }
        let rule: any MergeRule =
            switch self {
            case .seenOrSaid: ours
            case .latestFlag: LatestFlag()
            case .flagAlone: AllTrue()
            case .vectorAlone: VectorAlone(released: ours.reads)
            }
        return Field(id: field.id, name: field.name, columns: field.columns, rule: rule)
    }
}

private struct LatestFlag: MergeRule {
    let name = "latest-flag"
    func outcome(of field: FieldView) -> Outcome {
        field.latest.map { Outcome(shown: $0.value, winner: $0.dot) }
            ?? Outcome(shown: .boolean(false), winner: nil)
    }
}

private struct VectorAlone: MergeRule {
    let name = "vector-alone"
    let released: [FieldID]

    func outcome(of field: FieldView) -> Outcome {
        let flags = field.siblings
        let isYes = !flags.isEmpty && flags.allSatisfy { $0.value == .boolean(true) }
        let isKnown = released.allSatisfy { id in
            field.siblings(of: id).allSatisfy { text in
                flags.contains { knew($0, of: text) || knew(text, of: $0) }
            }
        }
        return Outcome(shown: .boolean(isYes && isKnown), winner: nil)
    }

    private func knew(_ write: Sibling, of other: Sibling) -> Bool {
        if write.dot.ordinal == other.dot.ordinal { return other.dot <= write.dot }
        return write.evidence.seen?.contains(other.dot) ?? false
    }

    func evidence(for draft: Draft) -> Evidence {
        var evidence = draft.given
        if !draft.seen.isEmpty { evidence.insert(.seen(draft.seen)) }
        return evidence
    }
}
