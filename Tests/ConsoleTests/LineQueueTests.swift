import Foundation
import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Console

@Suite struct LineQueueTests {
    /// A writer that waits until it may write.
    private final class SlowFile: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let bytes = Mutex<[UInt8]>([])

        func open() { for _ in 0..<1000 { gate.signal() } }
        func write(_ new: [UInt8]) {
            gate.wait()
            bytes.withLock { $0 += new }
        }
        var lines: [Substring] {
            bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
                .map { Substring($0) }
        }
    }

    @Test func whatDoesNotFitIsCountedAndNoCallerWaits() async {
        let file = SlowFile()
        let queue = LineQueue(capacity: 100) { file.write($0) }
        for number in 0..<1000 { queue.write("line \(number) of nineteen") }
        file.open()
        await queue.finish()
        let lines = file.lines
        let left = lines.compactMap { line in
            line.hasSuffix("lines were left out here: they came faster than they could be written.")
                ? line.split(separator: " ").first.flatMap { Int($0) } : nil
        }.reduce(0, +)
        #expect(left > 900)
        let whole = lines.count { $0.hasPrefix("line ") }
        #expect(whole + left == 1000)
        queue.write("after")
        await queue.finish()
        #expect(file.lines.last == "after")
    }

    @Test func aLogGoesOnInTheNewFileWhenTheOldOneIsMovedAway() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.log").path()
        let file = try LogFile(path: path)
        file.write(Array("one\n".utf8))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        file.write(Array("two\n".utf8))
        #expect(try String(contentsOfFile: path + ".1", encoding: .utf8) == "one\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two\n")
    }

    @Test func aLineIsOneLine() async {
        let written = Mutex<[UInt8]>([])
        let queue = LineQueue(capacity: 1000) { bytes in written.withLock { $0 += bytes } }
        var logger = Logger(label: "redis") {
            LineLogHandler(label: $0, level: .info, queue: queue)
        }
        logger[metadataKey: "b"] = "2"
        logger.debug("not at this level")
        logger.info("two\nlines \u{1B}[2J", metadata: ["c": "x\r", "a": "1"])
        await queue.finish()
        let text = written.withLock { String(decoding: $0, as: UTF8.self) }
        #expect(text.hasSuffix("Z info redis: two\\nlines \\x1B[2J a=1 b=2 c=x\\r\n"), "\(text)")
        #expect(text.split(separator: "\n").count == 1)
    }
}
