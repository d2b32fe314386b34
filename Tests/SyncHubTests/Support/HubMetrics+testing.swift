// The hub's numbers as tests look them up.

@testable import SyncHub

extension HubMetrics {
    /// A number by its whole name, labels included; 0 where it was never counted.
    func value(_ name: String) -> Int {
        let line = registry.text().split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }

    /// Requests whose head was read.
    var requestCount: Int {
        registry.text().split(separator: "\n").filter { $0.hasPrefix("syncd_hub_requests_total") }
            .compactMap { $0.split(separator: " ").last }.compactMap { Int($0) }.reduce(0, +)
    }

    /// Pages that were handed out, made or shared.
    var pageCount: Int {
        value("syncd_hub_pages_encoded_total") + value("syncd_hub_pages_shared_total")
    }
}
