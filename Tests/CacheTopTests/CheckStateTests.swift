import Foundation
import Glibc
import Metrics
import RedisClient
import TestSupport
import Testing

/// `cachetop check --state FILE` as cron runs it: again and again, at once, and with a file that is not its own.
@Suite(.tags(.redis), .timeLimit(.minutes(10))) struct CheckStateTests {
    private typealias Found = (status: Int32, output: String, errors: String)

    private func check(
        _ server: RedisServer, _ file: String, _ rules: [String]
    ) async throws -> Found {
        let result = try await Executable.cachetop.run(
            ["check", "--state", file] + rules.flatMap { ["--rule", $0] },
            environment: ["REDIS_URL": server.endpoint.description])
        return (result.status, result.output, result.errors)
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/cachetop-state-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func memory(_ file: String) throws -> CheckMemory {
        try CheckMemory(json: Array(try Data(contentsOf: URL(filePath: file))))
    }

    /// The first run leaves what the second judges by, without waiting.
    @Test func theSecondRunKnowsThePast() async throws {
        try await withRedis { server in
            try await server.run("CONFIG SET maxmemory 100mb", "SET product:1 x EX 60")
            try await inFolder { folder in
                let file = "\(folder)/check.json"
                let first = try await check(server, file, ["listenerSilent"])
                #expect(first.status == 3, "\(first)")
                #expect(first.output.contains("use --for, or --state and run it again"))
                var known = try memory(file)
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
                #expect(mode as? Int == 0o600)
                // A minute passes, in which 60 keys were evicted.
                known.age(seconds: 60)
                try Data(known.json()).write(to: URL(filePath: file))
                let second = try await check(server, file, ["listenerSilent", "evictions"])
                #expect(second.status == 0, "\(second)")
                #expect(try memory(file).observedSeconds(at: try memory(file).savedAt) >= 60)
            }
        }
    }

    @Test(arguments: [
        ("a letter to a friend", "is no state of 'cachetop check', or damaged"),
        (#"{"schema":"cachetop.check-state/1","endp"#, "or damaged"),
        (#"{"schema":"cachetop.check-state/1"}"#, "or damaged"),
        (#"{"schema":"cachetop.check-state/0"}"#, "is of another version of cachetop"),
    ])
    func whatIsNotItsOwnStays(text: String, says: String) async throws {
        try await withRedis { server in
            try await inFolder { folder in
                let file = "\(folder)/f"
                try Data(text.utf8).write(to: URL(filePath: file))
                let found = try await check(server, file, ["memoryFull"])
                #expect(found.status == 3 && found.errors.contains(says), "\(found)")
                #expect(found.errors.contains(file))
                #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
            }
        }
    }

    @Test func anotherServersStays() async throws {
        try await withRedis { server in
            try await withRedis { other in
                try await inFolder { folder in
                    let file = "\(folder)/f"
                    _ = try await check(server, file, ["memoryFull"])
                    let bytes = try Data(contentsOf: URL(filePath: file))
                    let found = try await check(other, file, ["memoryFull"])
                    #expect(found.status == 3, "\(found)")
                    #expect(found.errors.contains("is the state of \(server.endpoint.description)"))
                    #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
                }
            }
        }
    }

    /// mktemp makes an empty file; a folder, a device and a place that can't be written are none.
    @Test func otherPlaces() async throws {
        try await withRedis { server in
            try await server.run("CONFIG SET maxmemory 100mb")
            try await inFolder { folder in
                let empty = "\(folder)/empty"
                try Data().write(to: URL(filePath: empty))
                #expect(try await check(server, empty, ["memoryFull"]).status == 0)
                #expect(try memory(empty).endpoint == server.endpoint.description)
                for place in [folder, "/dev/null"] {
                    let found = try await check(server, place, ["memoryFull"])
                    #expect(found.status == 3 && found.errors.contains("is no regular file"))
                }
                // Judged, but the next run could not be.
                let found = try await check(server, "\(folder)/none/f", ["memoryFull"])
                #expect(found.status == 3 && found.output.hasPrefix("OK: "), "\(found)")
                #expect(found.errors.contains("can't write \(folder)/none/f"))
            }
        }
    }

    @Test func twoRunsAtOnceLeaveAWholeFile() async throws {
        try await withRedis { server in
            try await inFolder { folder in
                let file = "\(folder)/f"
                try await withThrowingTaskGroup(of: Int32.self) { group in
                    for _ in 0..<3 {
                        group.addTask { try await check(server, file, ["evictions"]).status }
                    }
                    for try await status in group { #expect(status == 0) }
                }
                #expect(try memory(file).endpoint == server.endpoint.description)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["f"])
            }
        }
    }
}

extension CheckMemory {
    /// As if its run had been so long ago.
    fileprivate mutating func age(seconds: Double) {
        guard
            let object = try? JSONSerialization.jsonObject(with: Data(json())) as? [String: Any],
            var readings = object["readings"] as? [[String: Any]]
        else { return }
        for index in readings.indices {
            let at = (readings[index]["at"] as? String).flatMap { Timestamp(rfc3339: $0) }
            readings[index]["at"] = at?.adding(seconds: -seconds).description
        }
        var changed = object
        changed["readings"] = readings
        guard let data = try? JSONSerialization.data(withJSONObject: changed),
            let aged = try? CheckMemory(json: Array(data))
        else { return }
        self = aged
    }
}
