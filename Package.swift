// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target of ours is held to the same norms: a warning is an error.
let norms: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "syncd",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SyncEngine", targets: ["SyncEngine"]),
        .library(name: "LocalStore", targets: ["LocalStore"]),
        .library(name: "SupportDesk", targets: ["SupportDesk"]),
        .executable(name: "syncd", targets: ["syncd"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "SyncEngine", swiftSettings: norms),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "LocalStore", dependencies: ["SyncEngine", "CSQLite", grdb, crypto],
            swiftSettings: norms),
        .target(
            name: "SupportDesk", dependencies: ["SyncEngine", "LocalStore"], swiftSettings: norms),
        .target(
            name: "ClientPortal", dependencies: ["SyncEngine", "SupportDesk", crypto],
            swiftSettings: norms),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // The page's files are taken in by the C file; no rule of the package handles them.
        .target(name: "CDeskAssets", exclude: ["page"]),
        .target(name: "HubClient", dependencies: ["SyncEngine", "CCurl"], swiftSettings: norms),
        .target(
            name: "SyncHub",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", "ClientPortal", hummingbird, logging,
                serviceLifecycle, crypto, metrics, nioSSL,
            ],
            swiftSettings: norms),
        .target(
            name: "DeskPage",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", hummingbird, logging, serviceLifecycle,
                crypto,
            ],
            swiftSettings: norms),
        .executableTarget(
            name: "syncd",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", "HubClient", "SyncHub", "DeskPage",
                "CDeskAssets", argumentParser, logging, serviceLifecycle, unixSignals, crypto,
            ],
            swiftSettings: norms),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["SyncEngine", "LocalStore", "SupportDesk", "CSQLite"],
            path: "Benchmarks", swiftSettings: norms),
        .executableTarget(
            name: "Herd", dependencies: ["SyncEngine", "SupportDesk", "HubClient", "SyncHub"],
            path: "Herd", swiftSettings: norms),
        .testTarget(name: "TidyTests", swiftSettings: norms),
        .testTarget(
            name: "SyncEngineTests", dependencies: ["SyncEngine", crypto], swiftSettings: norms),
        .testTarget(
            name: "ConflictTests",
            dependencies: ["SyncEngine", "LocalStore", "SupportDesk", "ClientPortal"],
            swiftSettings: norms),
        .testTarget(
            name: "LocalStoreTests", dependencies: ["SyncEngine", "LocalStore", "CSQLite"],
            swiftSettings: norms),
        .testTarget(
            name: "SupportDeskTests", dependencies: ["SyncEngine", "LocalStore", "SupportDesk"],
            swiftSettings: norms),
        .testTarget(name: "HubClientTests", dependencies: ["HubClient"], swiftSettings: norms),
        .testTarget(
            name: "SyncHubTests",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", "ClientPortal", "SyncHub", "HubClient",
                crypto,
            ],
            swiftSettings: norms),
        .testTarget(
            name: "DeskPageTests",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", "DeskPage", "HubClient", hummingbird,
                logging, serviceLifecycle,
            ],
            swiftSettings: norms),
        .testTarget(
            name: "SimulationTests", dependencies: ["SyncEngine", "LocalStore", "SupportDesk"],
            swiftSettings: norms),
        // What the suites that start processes share; not a suite of its own.
        .target(name: "ProcessSupport", path: "Tests/ProcessSupport", swiftSettings: norms),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "SyncEngine", "LocalStore", "SupportDesk", "HubClient", "syncd", "ProcessSupport",
                "Herd",
            ],
            swiftSettings: norms),
        .testTarget(
            name: "PageTests", dependencies: ["ProcessSupport", "HubClient", "CSQLite", "syncd"],
            swiftSettings: norms),
    ],
    swiftLanguageModes: [.v6]
)
