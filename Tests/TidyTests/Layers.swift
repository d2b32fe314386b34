// Who may import whom: the one table of the layers, and the check that reads it.

/// What a target under `Sources` may import. Anything else is a finding.
struct Layer: Sendable {
    let target: String
    let imports: Set<String>

    /// What the platform brings; for every layer but the engine.
    private static let platform: Set = [
        "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch",
        "Synchronization",
    ]
    private static let server: Set = ["Logging", "ServiceLifecycle", "Crypto"]

    /// Downwards only. The engine knows nothing but the standard library.
    static let all = [
        Layer(target: "SyncEngine", imports: []),
        // Crypto: documents of gigabytes are hashed; see specs/decisions.
        Layer(
            target: "LocalStore",
            imports: platform.union(["SyncEngine", "GRDB", "CSQLite", "Crypto"])),
        Layer(target: "SupportDesk", imports: platform.union(["SyncEngine", "LocalStore"])),
        // No store: what a client's pages are made of is handed to them.
        Layer(
            target: "ClientPortal",
            imports: platform.union(["SyncEngine", "SupportDesk", "Crypto"])),
        Layer(target: "HubClient", imports: platform.union(["SyncEngine", "CCurl"])),
        Layer(
            target: "SyncHub",
            imports: platform.union(server).union([
                "SyncEngine", "LocalStore", "SupportDesk", "ClientPortal", "Hummingbird",
                "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOSSL", "CoreMetrics",
            ])),
        Layer(
            target: "DeskPage",
            imports: platform.union(server).union([
                "SyncEngine", "LocalStore", "SupportDesk", "Hummingbird", "HummingbirdCore",
                "HTTPTypes", "NIOCore",
            ])),
        Layer(
            target: "syncd",
            imports: platform.union(server).union([
                "SyncEngine", "LocalStore", "SupportDesk", "HubClient", "SyncHub", "DeskPage",
                "CDeskAssets", "ArgumentParser", "UnixSignals",
            ])),
        Layer(target: "CCurl", imports: []),
        Layer(target: "CSQLite", imports: []),
        Layer(target: "CDeskAssets", imports: []),
    ]

    /// Libraries that would spread through everything if let: the folders that may import them,
    /// tests included. None of them is ever imported publicly, so none stands in our signatures.
    static let confined: [String: Set<String>] = [
        "GRDB": ["Sources/LocalStore"],
        "CSQLite": [
            "Sources/LocalStore", "Tests/LocalStoreTests", "Tests/PageTests", "Benchmarks",
        ],
        "CCurl": ["Sources/HubClient"],
        "Hummingbird": ["Sources/SyncHub", "Sources/DeskPage"],
        "HummingbirdCore": ["Sources/SyncHub", "Sources/DeskPage"],
        "NIOSSL": ["Sources/SyncHub"],
        "CoreMetrics": ["Sources/SyncHub"],
        "ArgumentParser": ["Sources/syncd"],
    ]
}

/// One import declaration.
struct Import: Equatable {
    let module: String
    let line: Int
    let isPublic: Bool

    /// The imports of a Swift file, `import struct A.B` and attributes included.
    static func all(in file: SourceFile) -> [Import] {
        let pattern =
            #/
            ^\s*
            (?<before> (?: @\w+ (?: \([^)]*\) )? \s+
                | (?: public | package | internal | fileprivate | private ) \s+ )* )
            import \s+
            (?: (?: struct | class | enum | protocol | typealias | func | let | var ) \s+ )?
            (?<module> \w+ )
            /#
        return file.codeLines.enumerated().compactMap { index, line in
            guard let match = line.firstMatch(of: pattern) else { return nil }
            return Import(
                module: String(match.module), line: index + 1,
                isPublic: match.before.contains("public") || match.before.contains("@_exported"))
        }
    }
}

/// Imports that run upwards or sideways, or take a confined library out of its folder.
func importFindings(in file: SourceFile) -> [Finding] {
    let imports = Import.all(in: file)
    var findings = imports.compactMap { confinementFinding($0, in: file) }
    let folders = file.path.split(separator: "/")
    guard folders.count > 2, folders[0] == "Sources" else { return findings }
    guard let layer = Layer.all.first(where: { $0.target == folders[1] }) else {
        return [Finding(path: file.path, line: 0, message: "\(folders[1]) has no row in Layer.all")]
    }
    for item in imports where !layer.imports.contains(item.module) {
        findings.append(
            Finding(
                path: file.path, line: item.line,
                message: "\(layer.target) may not import \(item.module)"))
    }
    return findings
}

private func confinementFinding(_ item: Import, in file: SourceFile) -> Finding? {
    guard let folders = Layer.confined[item.module] else { return nil }
    if !folders.contains(where: { file.path.hasPrefix($0 + "/") }) {
        let homes = folders.sorted().joined(separator: ", ")
        return Finding(
            path: file.path, line: item.line, message: "\(item.module) belongs to \(homes)")
    }
    guard item.isPublic, item.module != "ArgumentParser" else { return nil }
    return Finding(
        path: file.path, line: item.line,
        message: "\(item.module) is imported publicly: its types may not stand in our signatures")
}
