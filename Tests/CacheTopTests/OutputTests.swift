import Foundation
import RedisClient
import TestSupport
import Testing

/// Outputs that can't be written: a purge that was done must not end in a crash.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct OutputTests {
    /// - Returns: the exit status of the shell's line, in which `cachetop` is the program.
    private func status(_ line: String, _ server: RedisServer) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let shell = Process()
                        shell.executableURL = URL(filePath: "/bin/sh")
                        let program = "cachetop() { '\(Executable.cachetop.path)' \"$@\"; }"
                        shell.arguments = ["-c", "\(program); \(line)"]
                        shell.environment = [
                            "PATH": "/usr/bin:/bin", "CACHETOP_AUDIT_FILE": "none",
                            "REDIS_URL": server.endpoint.description,
                        ]
                        try shell.run()
                        shell.waitUntilExit()
                        return shell.terminationStatus
                    })
            }
        }
    }

    @Test(arguments: [
        ("cachetop purge product 1 --yes --json 2>/dev/null >/dev/full", Int32(1)),
        ("cachetop purge product 1 --yes --json 2>/dev/null >&-", 1),
        ("cachetop purge product 1 --yes 2>/dev/null >/dev/full", 1),
        ("cachetop purge pattern '*' --yes >/dev/null 2>/dev/full", 3),
        ("cachetop purge pattern '*' --yes >/dev/null 2>&-", 3),
        ("cachetop purge nonsense >/dev/null 2>/dev/full", 2),
        ("cachetop snapshot 2>/dev/null >/dev/full", 1),
    ])
    func theStatusIsStillTrue(line: String, expected: Int32) async throws {
        try await withRedis { server async throws in
            let redis = server.socketPath
            #expect(
                try await status("redis-cli -s \(redis) SET product:1 x >/dev/null", server) == 0)
            #expect(try await status(line, server) == expected)
            guard line.contains("product 1") else { return }
            let gone = "test \"$(redis-cli -s \(redis) EXISTS product:1)\" = 0"
            #expect(try await status(gone, server) == 0)
        }
    }

    /// A file that has become as long as it may: the signal for that is blocked where files are written.
    @Test func aFileThatMayNotGrowIsAnError() async throws {
        try await withRedis { server async throws in
            let line =
                "cd \(server.folder); ulimit -f 1; cachetop snapshot --output a.json 2>errors"
            #expect(try await status(line, server) == 1)
            let folder = server.folder
            let errors = try String(contentsOfFile: "\(folder)/errors", encoding: .utf8)
            #expect(errors.contains("can't write a.json: File too large"), "\(errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!left.contains { $0.hasPrefix("a.json") }, "\(left)")
        }
    }

    /// Swift would repair the byte, and the key with the sign for a broken one would go.
    @Test func anArgumentThatIsNoTextIsRefused() async throws {
        try await withRedis { server async throws in
            let redis = "redis-cli -s \(server.socketPath)"
            let lines = [
                "\(redis) SET \"$(printf 'other:\\357\\277\\275')\" x >/dev/null",
                "cachetop purge key \"$(printf 'other:\\377')\" --yes 2>/dev/null; test $? = 2",
                "test \"$(\(redis) DBSIZE)\" = 1",
            ]
            for line in lines { #expect(try await status(line, server) == 0, "\(line)") }
        }
    }
}
