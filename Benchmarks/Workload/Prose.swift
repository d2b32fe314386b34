// Sentences as people write them into tickets: words of the trade, the common ones often.

/// Makes texts of a wanted length from a word list, with a number now and then.
struct Prose {
    private static let words = """
        the and is to a of in it on for not with we after when no but our at since this still was
        client ticket please printer again screen error customer phone office network cannot login
        works laptop replaced checked called cable restart server page slow invoice router email
        fails update shows message says user device since morning yesterday monday friday today
        opened closed waiting asked parts ordered arrived engineer onsite visit cabinet rack switch
        port link light red green blinking power outlet fuse battery charger adapter dock monitor
        keyboard mouse scanner label paper jam tray toner drum roller belt noise smell smoke heat
        fan dust filter valve pump leak pressure gauge sensor reading high low normal drift reset
        calibrate tighten loose bolt bracket panel door lock key badge reader gate camera recorder
        footage disk full backup restore failed verified copied moved archived folder share drive
        permission denied password expired account disabled unlocked token phone authenticator code
        certificate browser cache cleared window tab popup blocked extension removed installed
        version upgrade rollback patch driver firmware bios boot loop blue freeze crash log attached
        photo contract renewal quote discount credit refund charge duplicate payment bank transfer
        reminder overdue balance statement address wrong name spelling corrected report column sum
        export spreadsheet date format timezone currency decimal comma import row missing field
        empty duplicate merge deleted recovered sync pending queue stuck retry timeout gateway proxy
        firewall rule vpn tunnel drops signal weak antenna roof cable weather storm outage provider
        line fault escalated supplier warranty claim shipping courier parcel serial number model
        shelf stock warehouse spare loan unit swapped returned tested passed signed handed over
        training guide manual question answer explained shown colleague shift night weekend holiday
        """.split { $0 == " " || $0 == "\n" }.map { String($0) }

    /// How often each word may be drawn so far, added up: the n-th word about n^-0.6 times.
    private static let bounds: [Int] = {
        var sum = 0
        return words.indices.map { index in
            sum += Int(1_000_000.0 / (Double(index) + 3).squareRoot())
            return sum
        }
    }()

    /// - Returns: ASCII of nearly `length` characters.
    static func text(length: Int, using random: inout SeededRandom) -> String {
        var text = ""
        while text.utf8.count < length {
            if !text.isEmpty { text += " " }
            let isNumber = random.integer(in: 0..<24) == 0
            text += isNumber ? String(random.integer(in: 10..<100_000)) : word(using: &random)
        }
        return text.prefix(1).uppercased() + text.prefix(length).dropFirst()
    }

    private static func word(using random: inout SeededRandom) -> String {
        let drawn = random.integer(in: 0..<(bounds.last ?? 1))
        var low = 0
        var high = bounds.count - 1
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= drawn { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }
}
