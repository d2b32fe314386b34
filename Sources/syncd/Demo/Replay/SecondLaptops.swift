// A member with two laptops must not be told two stories: both list the same notices and reviews.

import SupportDesk
import SyncHub

/// Gives every member of a finished replay a second laptop, and compares what both list.
struct SecondLaptops {
    let stage: Stage
    let url: String

    /// The names of laptops whose member would be told something else on a second one.
    /// - Parameter laptops: in sync, the first of member "Laptop 1" and so on.
    func disagreeing(with laptops: [Laptop]) async throws -> [String] {
        var names: [String] = []
        for (index, laptop) in laptops.enumerated() {
            let member = "Laptop \(index + 1)"
            let code = try stage.administration.invite(member).code
            let second = try await stage.laptop(named: "second-\(index + 1)", at: url, code: code)
            _ = try await second.sync()
            if try stories(second) != stories(laptop) { names.append(laptop.name) }
            try await second.close()
        }
        return names
    }

    private func stories(_ laptop: Laptop) throws -> [JSONValue] {
        try laptop.desk.notices(includingRead: true).map(\.json)
    }
}
