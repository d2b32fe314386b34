// `syncd import`: tickets from another system, every row once however often it is run.

import ArgumentParser
import LocalStore
import SupportDesk

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "import", "Take tickets over from another system.",
        example: "import tickets.csv --map title=Summary,id=Key",
        "CSV with a header, or a JSON array of objects. Repeating it makes no ticket twice.")

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(
        help: "FIELD=COLUMN,... where names differ; or incident-log for a ServiceNow audit log.")
    var map: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let progress = Progress("Importing", for: options.output)
        defer { progress.finish() }
        let report = try Replica.writing(options) { replica in
            if map == "incident-log" {
                let log = try IncidentLog(path: file)
                return try replica.desk.importIncidents(log) {
                    progress.show($0.rows, of: log.events.count)
                }
            }
            let mapping = try map.map { try ImportMapping(option: $0) } ?? ImportMapping()
            return try replica.desk.importTickets(path: file, mapping: mapping) {
                progress.show($0.rows)
            }
        }
        progress.finish()
        options.output.show(report.json) { report.text }
    }
}

extension ImportReport {
    fileprivate var text: String {
        var lines = ["\(rows) rows: \(created) tickets made, \(existing) were here already."]
        if updates + unchanged > 0 {
            lines.append("\(updates) updates; \(unchanged) rows changed nothing we hold.")
        }
        if !unknown.isEmpty {
            lines.append(
                "Unknown here, kept as comments: " + unknown.sorted().joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }
}
