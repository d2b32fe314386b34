/// A device's token: a secret that prints as dots, so that no log or dump shows it by accident.
public struct HubToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
