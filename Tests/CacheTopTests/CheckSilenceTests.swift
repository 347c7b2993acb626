import Foundation
import LiveCache
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import CacheTop

/// Rules of `cachetop check` that need a shop which goes on between two runs.
@Suite(.tags(.redis), .timeLimit(.minutes(10))) struct CheckSilenceTests {
    /// An API that looks up, and publishes that until its publisher is lost.
    private final class Shop: Sendable {
        private let publishes = Mutex(true)

        func losePublisher() { publishes.withLock { $0 = false } }

        /// On a slow machine a command may pass its deadline: the shop goes on.
        func run(_ server: RedisServer) async {
            while !Task.isCancelled {
                try? await RedisConnection.withConnection(to: server.endpoint) { connection in
                    while !Task.isCancelled { try await trade(connection) }
                }
            }
        }

        private func trade(_ connection: RedisConnection) async throws {
            // So few that a busy machine does as many: half of them would be a shop that stands still.
            var commands = (0..<5).map { _ in RedisCommand("GET", "product:1") }
            if publishes.withLock({ $0 }) {
                let pairs = (0..<5).flatMap { _ in ["hit", "product:1"] }
                let words = ["XADD", "cache:events", "*"] + pairs
                commands.append(RedisCommand(arguments: words.map { Array($0.utf8) }))
            }
            _ = try await connection.pipeline(commands)
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    @Test func eventsThatStopWhileLookUpsGoOn() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let config = "\(server.folder)/c.yaml"
            try "alerts:\n  eventsSilent: {after: 10s, lookups: 30}\n".write(
                toFile: config, atomically: true, encoding: .utf8)
            let shop = Shop()
            let running = Task { await shop.run(server) }
            defer { running.cancel() }
            let state = "\(server.folder)/state"
            func check() async throws -> (status: Int32, output: String) {
                let result = try await Executable.cachetop.run(
                    ["check", "--config", config, "--state", state, "--rule", "eventsSilent"],
                    environment: ["REDIS_URL": server.endpoint.description])
                return (result.status, result.output + result.errors)
            }
            /// Runs until one ends so: what a run knows grows from run to run.
            func until(_ wanted: Int32) async throws -> String {
                let due = ContinuousClock.now + .seconds(180)
                while true {
                    let found = try await check()
                    if found.status == wanted { return found.output }
                    try #require(.now < due, "\(found)")
                    try await Task.sleep(for: .seconds(1))
                }
            }
            // Until it is known how many look-ups are told by events.
            let due = ContinuousClock.now + .seconds(180)
            var memory = ""
            while !memory.contains("\"flow\" : {") {
                try #require(.now < due, "\(memory)")
                _ = try await check()
                memory = (try? String(contentsOfFile: state, encoding: .utf8)) ?? ""
            }
            shop.losePublisher()
            let silent = try await until(2)
            #expect(
                silent.hasPrefix(
                    "CRITICAL: eventsSilent: No event has come in stream:cache:events"),
                "\(silent)")
        }
    }

    /// A server that reads its data serves no one: to the dashboard that is an alert; a check can't connect.
    @Test func aServerThatLoads() async throws {
        let options = RedisServer.Options {
            $0.arguments = [
                "--enable-debug-command", "yes", "--key-load-delay", "50000",
                "--loading-process-events-interval-bytes", "1024",
            ]
        }
        try await withRedis(options) { server in
            let words = String(repeating: "x", count: 1000)
            try await server.run(
                (0..<2000).map { number in
                    ["SET", "product:\(number)", words].map { Array($0.utf8) }
                })
            let live = LiveCacheOptions(endpoint: server.endpoint)
            let figures = LiveFigures(live, intervalSeconds: 1, now: Timestamp(milliseconds: 0))
            let watching = Task { await LiveCache(live).run { figures.observe($0) } }
            let ticking = Task { await figures.keepTime() }
            defer { for task in [watching, ticking] { task.cancel() } }
            try await wait("a connection") { figures.latest.isLive }
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let reload = Task { _ = try? await connection.send(RedisCommand("DEBUG", "RELOAD")) }
            defer { reload.cancel() }
            try await wait("the alert") {
                figures.latest.snapshot.alert(.redisUnavailable) != nil
            }
            let alert = figures.latest.snapshot.alert(.redisUnavailable)
            #expect(alert?.severity == .critical)
            #expect(
                alert?.message.contains("reads its data from disk") == true,
                "\(alert?.message ?? "")")
            let result = try await Executable.cachetop.run(
                ["check", "--for", "0s"],
                environment: ["REDIS_URL": server.endpoint.description])
            #expect(result.status == 3 && result.errors.contains("LOADING"), "\(result)")
        }
    }

    private func wait(_ what: String, until isSo: () -> Bool) async throws {
        let due = ContinuousClock.now + .seconds(90)
        while !isSo() {
            try #require(ContinuousClock.now < due, "\(what) did not come")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
