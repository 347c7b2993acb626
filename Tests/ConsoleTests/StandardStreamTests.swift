import Foundation
import Glibc
import TestSupport
import Testing

@testable import Console

/// Standard streams that are full, closed or without a reader, at both programs.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct StandardStreamTests {
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

    /// No connection or file may get the number of a closed stream: a line of output would go there.
    @Test func closedStreamsAreTaken() async throws {
        try await withRedis { server in
            let socket = "\(server.folder)/shop.sock"
            let arguments = [
                "sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh", Executable.storefront.path, "serve",
                "--redis", "unix://\(server.socketPath)", "--products", "60", "--catalogue",
                "\(server.folder)/shop.sqlite", "--unix-socket", socket,
            ]
            let environment = ["REVALIDATE_SECRET": "0123456789abcdef"]
            try await RunningProgram.with(.env, arguments, environment: environment) {
                (program: RunningProgram) async throws in
                let due = ContinuousClock.now + .seconds(30)
                while !FileManager.default.fileExists(atPath: socket), .now < due {
                    try await Task.sleep(for: .milliseconds(10))
                }
                for descriptor in 0...2 {
                    let target = try FileManager.default.destinationOfSymbolicLink(
                        atPath: "/proc/\(program.pid)/fd/\(descriptor)")
                    #expect(target == "/dev/null")
                }
                program.send(SIGTERM)
                let status = try await program.waitForExit()
                #expect(status == 0)
            }
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
