import Foundation
import Glibc
import Metrics
import TestSupport
import Testing

@testable import LiveCache

/// The trail's file where it can't be written, or is not the file that it was.
@Suite(.timeLimit(.minutes(5))) struct TrailFileTests {
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/cachetop-trail-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer {
            _ = chmod(folder, 0o700)
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await body(folder)
    }

    private func entry(_ id: String) throws -> AuditEntry {
        let scope = try InvalidationScope("search", arguments: [])
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://h")
        let record = InvalidationRecord(
            id: id, at: Timestamp(milliseconds: 0), scope: "search", by: "ann", via: .redis,
            outcome: .unfinished, message: "")
        return AuditEntry(.began, record, plan: plan)
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Not the ENOENT of the file, which is only what follows from it.
    @Test func aFolderThatCanNotBeMadeIsNamed() async throws {
        try await inFolder { folder in
            let file = "\(folder)/file"
            try Data().write(to: URL(filePath: file))
            for (path, made) in [
                ("\(file)/state/audit.jsonl", "\(file)/"),
                ("/proc/cachetop/audit.jsonl", "/proc/cachetop/"),
            ] {
                let problem = try #require(AuditTrail(path: path).append(try entry("1")))
                #expect(problem.contains("the folder \(made)"), "\(problem)")
                #expect(problem.contains("--audit-file"))
            }
        }
    }

    @Test func aFileThatIsRotatedAwayIsFollowedByANewOne() async throws {
        try await inFolder { folder in
            let path = "\(folder)/audit.jsonl"
            let trail = AuditTrail(path: path)
            #expect(trail.append(try entry("1")) == nil)
            try #require(rename(path, "\(path).1") == 0)
            #expect(trail.append(try entry("2")) == nil)
            // copytruncate
            try #require(truncate(path, 0) == 0)
            #expect(trail.append(try entry("3")) == nil)
            #expect(try lines("\(path).1").count == 1)
            #expect(try lines(path).count == 1 && lines(path)[0].contains("\"3\""))
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        }
    }

    /// After a disk that was full in the middle of a line.
    @Test func aBrokenLineSpoilsNoOther() async throws {
        try await inFolder { folder in
            let path = "\(folder)/audit.jsonl"
            try Data("{\"half".utf8).write(to: URL(filePath: path))
            #expect(AuditTrail(path: path).append(try entry("1")) == nil)
            #expect(try lines(path).count == 2)
            #expect(try lines(path)[1].hasPrefix("{") && lines(path)[1].hasSuffix("}"))
        }
    }

    @Test func aFullDeviceIsSaid() async throws {
        try await inFolder { folder in
            let path = "\(folder)/full"
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: "/dev/full")
            let problem = try #require(AuditTrail(path: path).append(try entry("1")))
            #expect(problem.contains("No space left on device"), "\(problem)")
        }
    }

    /// Opened for reading, too, it would swallow the line.
    @Test func aFIFOThatNothingReadsIsAProblem() async throws {
        try await inFolder { folder in
            let path = "\(folder)/fifo"
            try #require(mkfifo(path, 0o600) == 0)
            let problem = try #require(AuditTrail(path: path).append(try entry("1")))
            #expect(problem.contains("FIFO that nothing reads"), "\(problem)")
            let reader = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            #expect(AuditTrail(path: path).append(try entry("2")) == nil)
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(reader, &buffer, buffer.count)
            #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).contains("\"2\""))
        }
    }
}
