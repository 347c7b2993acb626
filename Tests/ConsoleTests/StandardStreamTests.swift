import Foundation
import Glibc
import TestSupport
import Testing

@testable import Console

/// Standard streams that are full, closed or without a reader, at both programs.
@Suite(.timeLimit(.minutes(2))) struct StandardStreamTests {
    /// - Returns: the exit status of the shell's line, in which `cachetop` and `storefront` are the programs.
    private func status(_ line: String) async throws -> Int32 {
        let programs = [Executable.cachetop, .storefront].map {
            "\($0.name)() { '\($0.path)' \"$@\"; }"
        }
        let text = programs.joined(separator: "; ") + "; \(line)"
        return try await Executable.env.run(["bash", "-c", text]).status
    }

    @Test(arguments: [
        ("full output", "PROGRAM --help >/dev/full 2>/dev/null", Int32(1)),
        ("closed output", "PROGRAM --help >&- 2>/dev/null", 1),
        ("closed errors", "PROGRAM --nonsense >/dev/null 2>&-", 2),
        ("full errors", "PROGRAM --nonsense >/dev/null 2>/dev/full", 2),
        ("all closed", "PROGRAM --nonsense <&- >&- 2>&-", 2),
        ("a pipe without a reader", "PROGRAM --help 2>/dev/null | true; ((PIPESTATUS[0] < 2))", 0),
    ])
    func theStatusIsStillTrue(name: String, line: String, expected: Int32) async throws {
        for program in ["cachetop", "storefront"] {
            let ended = try await status(line.replacing("PROGRAM", with: program))
            #expect(ended == expected, "\(program), \(name)")
        }
    }

    /// A pipe that says EAGAIN, as the one of a Node.js parent does.
    @Test func aSlowReaderGetsAll() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        _ = fcntl(writer, F_SETFL, O_NONBLOCK)
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        async let code = withCheckedContinuation { written in
            DispatchQueue.global().async {
                written.resume(returning: Output.write(bytes, to: writer))
                close(writer)
            }
        }
        let file = FileHandle(fileDescriptor: reader, closeOnDealloc: true)
        let received = try file.readToEnd()
        #expect(received?.count == bytes.count)
        #expect(await code == nil)
    }
}
