// The import table, on imports that run downwards and on those that do not.

import Testing

@Suite struct `Layers are checked` {
    private func findings(_ path: String, _ text: String) -> [String] {
        importFindings(in: SourceFile(path, text)).map(\.message)
    }

    @Test(arguments: [
        ("Sources/LocalStore/A.swift", "import Foundation\nimport GRDB\npublic import SyncEngine"),
        ("Sources/HubClient/A.swift", "import CCurl\nimport SyncEngine"),
        ("Sources/SyncHub/Http/A.swift", "internal import Hummingbird"),
        (
            "Sources/SyncEngine/A.swift",
            "// import Foundation\nlet text = \"\"\"\n  import GRDB\n  \"\"\""
        ),
        ("Tests/LocalStoreTests/A.swift", "@testable import LocalStore\nimport CSQLite"),
        ("Benchmarks/A.swift", "import CSQLite"),
    ])
    func `an import that runs downwards passes`(path: String, text: String) {
        #expect(findings(path, text) == [])
    }

    @Test(arguments: [
        ("Sources/SyncEngine/A.swift", "import Foundation"),
        ("Sources/SyncEngine/A.swift", "  @preconcurrency public import struct Foundation.Data"),
        ("Sources/SyncEngine/Rows/A.swift", "import Synchronization"),
        ("Sources/LocalStore/A.swift", "import SupportDesk"),
        ("Sources/HubClient/A.swift", "import LocalStore"),
        ("Sources/SupportDesk/A.swift", "@_spi(Desk) import SyncHub"),
    ])
    func `an import that runs upwards or sideways is found`(path: String, text: String) {
        #expect(findings(path, text).count == 1)
    }

    @Test(arguments: [
        ("Tests/SyncHubTests/A.swift", "import GRDB", "GRDB belongs to Sources/LocalStore"),
        ("Tests/HubClientTests/A.swift", "import CCurl", "CCurl belongs to Sources/HubClient"),
        (
            "Benchmarks/A.swift", "import Hummingbird",
            "Hummingbird belongs to Sources/DeskPage, Sources/SyncHub"
        ),
    ])
    func `a confined library stays in its folder`(path: String, text: String, message: String) {
        #expect(findings(path, text) == [message])
    }

    @Test(arguments: ["public import GRDB", "@_exported import GRDB"])
    func `a confined library is never imported publicly`(text: String) {
        let found = findings("Sources/LocalStore/A.swift", text)
        #expect(found.count == 1)
        #expect(found.first?.contains("publicly") == true)
    }

    @Test func `a target that the table does not know is found`() {
        #expect(findings("Sources/Novel/A.swift", "") == ["Novel has no row in Layer.all"])
    }

    @Test func `every import of a file is read with its line`() {
        let text = "// A.\n\nimport A\nlet important = 1\n@testable import struct B.C\n"
        let imports = Import.all(in: SourceFile("A.swift", text))
        #expect(imports.map(\.module) == ["A", "B"])
        #expect(imports.map(\.line) == [3, 5])
    }
}
