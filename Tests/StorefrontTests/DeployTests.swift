import Foundation
import RedisClient
import TestSupport
import Testing
import Yams

/// deploy/ and .env.example: their form, and what Redis makes of its configuration.
@Suite(.timeLimit(.minutes(1))) struct DeployTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func file(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    // MARK: .env.example

    private func variables() throws -> [(name: String, value: String)] {
        try file(".env.example").split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let match = try #require(
                String($0).wholeMatch(of: /([A-Z][A-Z0-9_]*)=([^\s'"$`#\\]*)/), "\($0)")
            return (String(match.1), String(match.2))
        }
    }

    /// What our programs and compose.yaml read, no more and no less.
    @Test func everyVariableIsThere() throws {
        var read = Set<String>()
        let sources = Self.root.appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap {
            $0 as? String
        }
        for path in (paths ?? []).filter({ $0.hasSuffix(".swift") }) {
            let text = try file("Sources/\(path)")
            read.formUnion(
                text.matches(of: /(?:environment\[|variable: )"([A-Z0-9_]+)"/).map { String($0.1) })
        }
        #expect(read.contains("REDIS_URL") && read.contains("MEILI_HOST"))
        // Every option of cachetop's is a variable, and README lists them.
        read.formUnion(
            try file("README.md").matches(of: /CACHETOP_[A-Z_]*[A-Z]/).map { String($0.0) })
        read.formUnion(
            try file("deploy/compose.yaml").matches(of: /[^$]\$\{([A-Z0-9_]+)/).map { String($0.1) }
        )
        // Of every shell, and of what is still to come.
        read.subtract(["PATH", "USER", "HOME"])
        read.formUnion(["ALLOWED_ORIGINS", "CATALOGUE"])
        let names = try variables().map(\.name)
        #expect(Set(names).count == names.count, "a variable is there twice")
        #expect(Set(names).subtracting(read).isEmpty, "nobody reads these")
        #expect(read.subtracting(names).isEmpty, "these are missing")
    }

    @Test func eachHasACommentAndNoSecretAValue() throws {
        let lines = try file(".env.example").split(
            separator: "\n", omittingEmptySubsequences: false)
        for (before, line) in zip(lines, lines.dropFirst())
        where line.contains("=") && !line.hasPrefix("#") {
            #expect(before.hasPrefix("# ") || before.hasPrefix("CACHETOP_NO_COLOR"), "\(line)")
        }
        for (name, value) in try variables()
        where name.contains("PASSWORD") || name.contains("SECRET") {
            #expect(value.isEmpty, "\(name)")
        }
        for (_, value) in try variables() { #expect(!value.contains("@"), "\(value)") }
    }

    @Test func gitIgnoresTheFilledInCopy() throws {
        #expect(try file(".gitignore").split(separator: "\n").contains("/.env"))
    }

    // MARK: compose.yaml

    private func compose() throws -> [String: Any] {
        try #require(try Yams.load(yaml: file("deploy/compose.yaml")) as? [String: Any])
    }

    private func services() throws -> [String: [String: Any]] {
        try #require(try compose()["services"] as? [String: [String: Any]])
    }

    @Test func theServicesAreComplete() throws {
        let services = try services()
        #expect(
            Set(services.keys) == [
                "redis", "redis-replica-1", "redis-replica-2", "storefront", "listener",
            ])
        let volumes = try #require(try compose()["volumes"] as? [String: Any])
        for (name, service) in services {
            let image = try #require(service["image"] as? String, "\(name)")
            #expect(image.contains(/:[0-9][^:]*$/), "\(image)")
            #expect(service["restart"] as? String == "unless-stopped", "\(name)")
            #expect(service["networks"] != nil, "\(name)")
            let mounts = try #require(service["volumes"] as? [String], "\(name)")
            for mount in mounts {
                #expect(volumes[String(mount.prefix { $0 != ":" })] != nil, "\(mount)")
            }
            let check = service["healthcheck"] as? [String: Any]
            #expect((check != nil) == (name != "storefront"), "the storefront's is its image's")
        }
        let networks = try #require(try compose()["networks"] as? [String: [String: Any]])
        #expect(networks["cache"]?["internal"] as? Bool == true)
    }

    @Test func onlyTheStorefrontCanBeReachedAndOnlyFromHere() throws {
        for (name, service) in try services() {
            let ports = service["ports"] as? [String] ?? []
            #expect(ports.allSatisfy { $0.hasPrefix("127.0.0.1:") })
            #expect(ports.isEmpty == (name != "storefront"))
            let networks = try #require(service["networks"] as? [String])
            #expect((networks == ["cache"]) == (name != "storefront"))
        }
    }

    /// Every `${…}` is in .env.example; what is secret stops compose with a sentence when missing.
    @Test func secretsComeFromTheEnvironmentAlone() throws {
        let names = Set(try variables().map(\.name))
        let text = try file("deploy/compose.yaml")
        for match in text.matches(of: /[^$]\$\{([A-Z0-9_]+)(:[-?])?([^}]*)\}/) {
            let name = String(match.1)
            #expect(names.contains(name), "\(name)")
            let isRequired = ["REDIS_PASSWORD", "REVALIDATE_SECRET"].contains(name)
            #expect((match.2 == ":?") == isRequired, "\(name)")
            #expect(!isRequired || match.3.count > 20, "\(name) has no sentence")
        }
        for (name, service) in try services() {
            for (variable, value) in service["environment"] as? [String: String] ?? [:]
            where variable.contains("PASSWORD") || variable.contains("SECRET") {
                #expect(value.hasPrefix("${\(variable):"), "\(name)")
            }
            let arguments = service["command"] as? [String] ?? []
            #expect(!arguments.contains { $0.contains("PASSWORD") || $0.contains("SECRET") })
        }
    }

    @Test func theImageIsPinnedUnprivilegedAndHealthy() throws {
        let lines = try file("deploy/Dockerfile").split(separator: "\n").map(String.init)
        let from = lines.filter { $0.hasPrefix("FROM ") }
        #expect(from == ["FROM swift:6.2-bookworm AS build", "FROM debian:bookworm-slim"])
        let user = try #require(lines.lastIndex { $0.hasPrefix("USER ") })
        #expect(lines[user] == "USER storefront")
        #expect(user > (lines.lastIndex { $0.hasPrefix("FROM ") } ?? 0))
        #expect(!lines[user...].contains { $0.hasPrefix("RUN ") })
        let text = lines.joined(separator: "\n")
        #expect(text.contains(/HEALTHCHECK [^\n]*\\\n    CMD curl [^\n]*\/health/))
        // As the Makefile installs, and with the packages that it asks for.
        #expect(try file("Makefile").contains("--configuration release $(STATIC) --product"))
        #expect(text.contains("--configuration release --static-swift-stdlib --product storefront"))
        let script = try file("Scripts/install-packages.sh")
        for match in script.matches(of: /header [^ ]+ \|\| need ([a-z0-9-]+)/) {
            #expect(text.contains(match.1), "\(match.1)")
        }
    }

    /// The configuration itself, by a real redis-server and its replica, on loopback.
    @Test func redisTakesItsConfiguration() async throws {
        let ports = [try await RedisServer.freePort(), try await RedisServer.freePort()]
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cachetop-deploy-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for port in ports {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(port)", withIntermediateDirectories: true)
        }
        let environment = [
            "REDIS_PASSWORD": "sesame-4711", "REDIS_WATCHER_PASSWORD": "look-only",
            "REDIS_MAXMEMORY": "64mb",
        ]
        let primary = environment
        let replica = environment.merging(["REDIS_PRIMARY": "127.0.0.1 \(ports[0])"]) { $1 }
        let scripts = [
            try script("redis", port: ports[0], folder: folder),
            try script("redis-replica-1", port: ports[1], folder: folder),
        ]
        try await RunningProgram.with(
            .env, ["sh", "-euc", scripts[0]], environment: primary
        ) { _ in
            let redis = try await connect(ports[0], user: nil, password: "sesame-4711")
            #expect(try await redis.configuration("maxmemory") == "67108864")
            #expect(try await redis.configuration("maxmemory-policy") == "allkeys-lru")
            #expect(try await redis.configuration("appendonly") == "yes")
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(ports[0])/appendonlydir"))
            await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(to: endpoint(ports[0], user: nil, password: "x"))
            }
            let watcher = try await connect(ports[0], user: "watcher", password: "look-only")
            _ = try await watcher.send(RedisCommand("INFO"))
            await #expect(throws: RedisError.self) {
                try await watcher.send(RedisCommand("SET", "product:1", "x"))
            }
            await watcher.close()
            try await RunningProgram.with(
                .env, ["sh", "-euc", scripts[1]], environment: replica
            ) { _ in
                let copy = try await connect(ports[1], user: nil, password: "sesame-4711")
                let due = ContinuousClock.now + .seconds(20)
                var role = ""
                while !role.contains("master_link_status:up"), .now < due {
                    try await Task.sleep(for: .milliseconds(20))
                    role = try await copy.send(RedisCommand("INFO", "replication")).text
                }
                #expect(role.contains("role:slave") && role.contains("master_link_status:up"))
                await copy.close()
            }
            await redis.close()
        }
    }

    /// What compose.yaml runs in the container, with a folder and a port of the test's own.
    private func script(_ service: String, port: Int, folder: String) throws -> String {
        let entrypoint = try #require(try services()[service]?["entrypoint"] as? [String])
        #expect(entrypoint.prefix(2) == ["sh", "-euc"])
        var script = try #require(entrypoint.last).replacing("$$", with: "$")
        for (theirs, ours) in [
            ("bind * -::*", "bind 127.0.0.1"), ("port 6379", "port \(port)"),
            ("dir /data", "dir \(folder)/\(port)"),
        ] {
            #expect(script.contains(theirs))
            script = script.replacing(theirs, with: ours)
        }
        return script
    }

    private func endpoint(_ port: Int, user: String?, password: String) -> RedisEndpoint {
        RedisEndpoint(
            address: .tcp(host: "127.0.0.1", port: port), username: user, password: password)
    }

    private func connect(
        _ port: Int, user: String?, password: String
    ) async throws -> RedisConnection {
        let due = ContinuousClock.now + .seconds(20)
        while true {
            do {
                return try await RedisConnection.connect(
                    to: endpoint(port, user: user, password: password))
            } catch {
                if .now > due { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

extension RedisConnection {
    fileprivate func configuration(_ name: String) async throws -> String {
        try await send(RedisCommand("CONFIG", "GET", name)).elements?.last?.text ?? ""
    }
}

extension RedisReply {
    fileprivate var text: String { String(decoding: bytes ?? [], as: UTF8.self) }
}
