import Console
import Foundation
import RedisClient
import TestSupport
import Testing

/// deploy/: the form of compose.yaml and the image, and what Redis makes of its configuration.
@Suite(.timeLimit(.minutes(5))) struct ComposeTests {
    private func compose() throws -> [String: Any] {
        try #require(
            try YAMLReader.read(Repository.file("deploy/compose.yaml"))?.plain as? [String: Any])
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

    /// It stands behind a proxy, whose address would else be everybody's.
    @Test func theStorefrontTellsClientsApart() throws {
        let command = try #require(try services()["storefront"]?["command"] as? [String])
        #expect(command.contains("--trust-proxy"))
        let page = try Repository.file("docs/deploy.md")
        #expect(page.contains("--trust-proxy"))
        #expect(page.contains("X-Forwarded-For"))
    }

    /// Every `${…}` is in .env.example; what is secret stops compose with a sentence when missing.
    @Test func secretsComeFromTheEnvironmentAlone() throws {
        let names = Set(try Repository.variables().map(\.name))
        let text = try Repository.file("deploy/compose.yaml")
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
        let lines = try Repository.file("deploy/Dockerfile").split(separator: "\n").map(String.init)
        let from = lines.filter { $0.hasPrefix("FROM ") }
        #expect(from == ["FROM swift:6.2-bookworm AS build", "FROM debian:bookworm-slim"])
        let user = try #require(lines.lastIndex { $0.hasPrefix("USER ") })
        #expect(lines[user] == "USER storefront")
        #expect(user > (lines.lastIndex { $0.hasPrefix("FROM ") } ?? 0))
        #expect(!lines[user...].contains { $0.hasPrefix("RUN ") })
        let text = lines.joined(separator: "\n")
        #expect(text.contains(/HEALTHCHECK [^\n]*\\\n    CMD curl [^\n]*\/health/))
        // As the Makefile installs, and with the packages that it asks for.
        let makefile = try Repository.file("Makefile").replacing("\\\n\t", with: "")
        #expect(makefile.contains("--configuration release $(STATIC) --product"))
        let flags = try #require(makefile.firstMatch(of: /\nSTATIC := (.+)/)?.1)
        #expect(text.contains("ARG FLAGS=\"\(flags)\"\n"))
        #expect(text.contains("--configuration release $FLAGS --product storefront"))
        let script = try Repository.file("Scripts/install-packages.sh")
        for match in script.matches(of: /header [^ ]+ \|\| need ([a-z0-9-]+)/) {
            #expect(text.contains(match.1), "\(match.1)")
        }
    }

    /// The configuration itself, by a real redis-server and its replica, on loopback.
    @Test func redisTakesItsConfiguration() async throws {
        let ports = [try TestPorts.take(), try TestPorts.take()]
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
                let due = ContinuousClock.now + .seconds(60)
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
        let due = ContinuousClock.now + .seconds(60)
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
