// swift-tools-version: 6.2
import PackageDescription

// What each target may import is a decision, written down once in
// Tests/ArchitectureTests/AllowedImports.swift and held against every file by a test.

let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

let package = Package(
    name: "cachetop",
    products: [
        .executable(name: "cachetop", targets: ["CacheTop"]),
        .executable(name: "storefront", targets: ["Storefront"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Without its traits: Foundation and Unicode's data would be half of what is installed.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        // The C doors.
        .systemLibrary(
            name: "CHiredis", path: "Sources/CHiredis",
            providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(
            name: "CNcurses", path: "Sources/CNcurses",
            providers: [.apt(["libncurses-dev"])]),
        // Signal handlers that give the terminal back: only C can write them safely.
        .target(name: "CTerminal"),

        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib",
            providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CYaml", path: "Sources/CYaml",
            providers: [.apt(["libyaml-dev"])]),

        // The pure branch: values only.
        .target(
            name: "Metrics",
            dependencies: [product("DequeModule", "swift-collections")],
            swiftSettings: house),
        .target(name: "Screen", swiftSettings: house),
        .target(name: "Dashboard", dependencies: ["Metrics", "Screen"], swiftSettings: house),

        // The I/O branch.
        .target(
            name: "RedisClient",
            dependencies: [
                "CHiredis",
                product("DequeModule", "swift-collections"),
                product("Logging", "swift-log"),
                product("NIOCore", "swift-nio"),
                product("NIOPosix", "swift-nio"),
                product("NIOSSL", "swift-nio-ssl"),
            ],
            swiftSettings: house),
        .target(
            name: "LiveCache",
            dependencies: [
                "Invalidation", "Metrics", "RedisClient",
                product("AsyncHTTPClient", "async-http-client"),
                product("Logging", "swift-log"),
                product("NIOCore", "swift-nio"),
                product("NIOHTTP1", "swift-nio"),
                product("NIOPosix", "swift-nio"),
                product("NIOSSL", "swift-nio-ssl"),
            ],
            swiftSettings: house),

        // The one executor of invalidations, for the dashboard, the command line and the shop.
        .target(
            name: "Invalidation",
            dependencies: ["Metrics", "RedisClient", product("Logging", "swift-log")],
            swiftSettings: house),

        // What both executables do at a command line.
        .target(
            name: "Console",
            dependencies: [
                "CYaml", "Metrics", "RedisClient", "Screen",
                product("ArgumentParser", "swift-argument-parser"),
                product("Logging", "swift-log"),
            ],
            swiftSettings: house),

        // The executables, where the branches meet.
        .executableTarget(
            name: "CacheTop",
            dependencies: [
                "CNcurses", "CTerminal", "Console", "Dashboard", "Invalidation", "LiveCache",
                "CYaml", "Metrics", "RedisClient", "Screen",
                product("ArgumentParser", "swift-argument-parser"),
                .product(
                    name: "Hummingbird", package: "hummingbird",
                    moduleAliases: ["Metrics": "SwiftMetrics"]),
                product("Logging", "swift-log"),
                product("ServiceLifecycle", "swift-service-lifecycle"),
            ],
            swiftSettings: house),
        .executableTarget(
            name: "Storefront",
            dependencies: [
                "CZlib", "Console", "Invalidation", "Metrics", "RedisClient",
                product("ArgumentParser", "swift-argument-parser"),
                product("AsyncHTTPClient", "async-http-client"),
                product("GRDB", "GRDB.swift"),
                product("HTTPTypes", "swift-http-types"),
                .product(
                    name: "Hummingbird", package: "hummingbird",
                    moduleAliases: ["Metrics": "SwiftMetrics"]),
                product("Logging", "swift-log"),
                product("NIOCore", "swift-nio"),
                product("NIOHTTP1", "swift-nio"),
                product("NIOPosix", "swift-nio"),
                product("ServiceLifecycle", "swift-service-lifecycle"),
            ],
            swiftSettings: house),

        // What tests share: real servers, real terminals, goldens.
        .target(
            name: "TestSupport", dependencies: ["RedisClient"], path: "Tests/TestSupport",
            swiftSettings: house),
        .testTarget(name: "ArchitectureTests", swiftSettings: house),
        .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: house),
        .testTarget(
            name: "ScreenTests", dependencies: ["Screen", "TestSupport"], exclude: ["Goldens"],
            swiftSettings: house),
        .testTarget(
            name: "DashboardTests",
            dependencies: ["Dashboard", "Metrics", "Screen", "TestSupport"],
            exclude: ["Goldens"], swiftSettings: house),
        .testTarget(
            name: "RedisClientTests", dependencies: ["RedisClient", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "InvalidationTests",
            dependencies: ["Invalidation", "Metrics", "RedisClient", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "LiveCacheTests",
            dependencies: [
                "Invalidation", "LiveCache", "TestSupport", product("Logging", "swift-log"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "CacheTop", "Console", "RedisClient", "Storefront", "TestSupport",
                product("Logging", "swift-log"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "StorefrontTests",
            dependencies: [
                "Console", "Metrics", "RedisClient", "Storefront", "TestSupport",
                product("ArgumentParser", "swift-argument-parser"),
                product("AsyncHTTPClient", "async-http-client"),
                product("GRDB", "GRDB.swift"),
                product("HTTPTypes", "swift-http-types"),
                .product(
                    name: "Hummingbird", package: "hummingbird",
                    moduleAliases: ["Metrics": "SwiftMetrics"]),
                product("NIOCore", "swift-nio"),
                product("NIOHTTP1", "swift-nio"),
                product("NIOPosix", "swift-nio"),
            ],
            exclude: ["Goldens"], swiftSettings: house),
        .testTarget(
            name: "CacheTopTests",
            dependencies: [
                "CacheTop", "Console", "Dashboard", "LiveCache", "Metrics", "RedisClient", "Screen",
                "Storefront", "TestSupport",
                product("ArgumentParser", "swift-argument-parser"),
                product("AsyncHTTPClient", "async-http-client"),
                product("NIOCore", "swift-nio"),
                product("NIOHTTP1", "swift-nio"),
            ],
            exclude: ["Pictures"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
