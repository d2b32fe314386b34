// Why a field shows what it shows, and what happened to it, in sentences.

import SupportDesk
import SyncEngine

extension SiblingRecord {
    /// `resolved, by Technician on van at 2026-11-20T09:30:00.000Z (3.7)`.
    func line(marking winner: JSONValue) -> String {
        let mark = value == winner ? "*" : "-"
        let waiting = receivedAt == nil ? ", not sent yet" : ""
        return "\(mark) \(value.plain), by \(member) on \(device) at \(actedAt)\(waiting) (\(dot))"
    }
}

extension ConflictItem {
    var paragraph: String {
        let place = ticket.map { "\($0)  \(field)" } ?? field
        let head = "\(place): \(shown.plain)" + (isHeld ? " (held)" : "") + "  [\(grade.name)]"
        let lines = [why] + siblings.map { $0.line(marking: shown) }
        return ([head] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
}

extension ConflictVersions {
    /// The versions below each other, each whole, and the suggestion last.
    var page: String {
        let versions = conflict.siblings.map { sibling in
            "\(sibling.member) on \(sibling.device) at \(sibling.actedAt) (\(sibling.dot))\n"
                + (sibling.value.string ?? sibling.value.plain).indented
        }
        var parts = ["\(conflict.field): \(conflict.why)"] + versions
        if let suggestion {
            let overlaps = suggestion.overlaps
            let note = overlaps == 0 ? "" : "; all versions stand in \(overlaps) places"
            parts.append("Suggested\(note)\n" + suggestion.text.indented)
            parts.append("`conflict set` with --suggested takes it.")
        }
        return parts.joined(separator: "\n\n")
    }
}

extension NoticeRecord {
    var line: String {
        "\(id)  [\(grade.name)\(isRead ? ", read" : "")]  \(sentence.printable)"
    }
}

extension Explanation {
    var page: String {
        let head = "\(ticket)  \(field): \(shown.plain)" + (isHeld ? " (held)" : "")
        let lines = [
            why, "rule: \(rule), grade: \(grade.name)", "the hub's vector of the row: \(vector)",
        ]
        let values = siblings.map { evident in
            let sibling = evident.sibling
            let intent = evident.intent.map { ", \($0)" } ?? ""
            return sibling.line(marking: shown) + intent
        }
        return ([head] + (lines + values).map { "  " + $0 }).joined(separator: "\n")
    }
}

extension ChangeRecord {
    var line: String {
        let before = from.isEmpty ? "" : " (was \(from.map(\.plain).joined(separator: " | ")))"
        let state: String =
            switch (receivedAt, standing) {
            case (nil, _): ", not sent yet"
            case (_, .overruled): ", overruled by the rule \(rule)"
            case (_, .superseded) where overruledBy != nil:
                ", overruled by the rule \(rule), then replaced"
            case (_, .current) where wasConcurrent: ", merged by the rule \(rule)"
            default: ""
            }
        let rank = role.map { " (\($0))" } ?? ""
        let received = receivedAt.map { ", received \($0)" } ?? ""
        let offline = wasOffline == true ? " offline" + received : ""
        return "\(actedAt)  \(member)\(rank) on \(device)\(offline): "
            + "\(field) = \(to.plain)\(before)\(state)"
    }
}

extension UnitRecord {
    var line: String {
        let what = changes.map { "\($0.field) = \($0.to.plain)" }.joined(separator: ", ")
        let place = tickets.map(\.description).joined(separator: ", ")
        let reason = setAside.map { "\n  \($0.kind): \($0.message)\($0.ending)" } ?? ""
        return "\(dot)  \(actedAt)  \(place)  \(what)\(reason)"
    }
}

extension UnitRecord.SetAside {
    fileprivate var ending: String {
        switch state {
        case "retried": " Retried" + (became.map { " as \($0)." } ?? ".")
        case "discarded": " Given up."
        default: ""
        }
    }
}

extension RuleReplay {
    var page: String {
        let head = [
            "Rules of version \(rulesVersion) against \(proposedVersion): \(units) units, "
                + "\(mergePoints) merges.",
            "Decided differently: \(decisions.count), of which "
                + "\(decisions.count(where: \.stands)) as it stands now.",
            "Reviews \(reviews.present) -> \(reviews.proposed), "
                + "notices \(notices.present) -> \(notices.proposed).",
        ]
        return (head + decisions.map(\.line)).joined(separator: "\n")
    }
}

extension RuleDecision {
    fileprivate var line: String {
        let place = ticket.map { "\($0)  \(field)" } ?? field
        return "\(stands ? "*" : "-") \(place) at \(receivedAt ?? actedAt) (\(dot)): "
            + "\(present.text) -> \(proposed.text)"
    }
}

extension RuleDecision.Verdict {
    fileprivate var text: String {
        "\(shown.plain) [\(rule), \(grade.name)\(isHeld ? ", held" : "")]"
    }
}

extension MemberRecord {
    var line: String {
        let devices = devices.isEmpty ? "" : "  on " + devices.joined(separator: ", ")
        return "\(id)  \(name)  \(role ?? "-")\(isActive ? "" : ", deactivated")\(devices)"
    }
}

extension NamedRecord {
    var line: String {
        let marks = [
            organization.map { "of \($0)" } ?? "", email ?? "", isArchived ? "archived" : "",
            isDuplicate ? "duplicate name" : "",
        ].filter { !$0.isEmpty }
        return "\(id)  \(name.printable)"
            + (marks.isEmpty ? "" : "  " + marks.joined(separator: ", "))
    }
}
