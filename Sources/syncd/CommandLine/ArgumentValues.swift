// The domain's own words as values of options: the conformances that the argument parser needs.

public import ArgumentParser
public import SupportDesk
public import SyncEngine

extension Status: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
    public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension Priority: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
    public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension Role: ExpressibleByArgument {}

extension TimeGrouping: ExpressibleByArgument {}
