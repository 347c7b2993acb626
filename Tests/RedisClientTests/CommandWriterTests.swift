import NIOCore
import Testing

@testable import RedisClient

/// What is written is what hiredis reads.
@Suite struct CommandWriterTests {
    private func written(_ commands: [RedisCommand]) -> [UInt8] {
        var buffer = ByteBuffer()
        CommandWriter.write(commands, into: &buffer)
        return Array(buffer.readableBytesView)
    }

    @Test func theBytes() {
        let commands = [
            RedisCommand("PING"), RedisCommand(arguments: []),
            RedisCommand("UNLINK", bytes: [[0, 255], []]).appending(7),
        ]
        #expect(
            written(commands)
                == Array("*1\r\n$4\r\nPING\r\n*4\r\n$6\r\nUNLINK\r\n$2\r\n".utf8) + [0, 255]
                + Array("\r\n$0\r\n\r\n$1\r\n7\r\n".utf8))
        #expect(written([]).isEmpty)
    }

    /// Lengths on both sides of each number of digits.
    @Test(arguments: [0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 70_000])
    func everyLengthIsReadBack(length: Int) throws {
        var random = SystemRandomNumberGenerator()
        let word = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let commands = [
            RedisCommand(arguments: [word, Array("PTTL".utf8), word]),
            RedisCommand(arguments: Array(repeating: [7], count: max(1, length))),
            RedisCommand("PING"),
        ]
        var read: [[[UInt8]]] = []
        var reader = ReplyReader()
        try written(commands).withUnsafeBytes { bytes in
            try reader.read(bytes) { view in
                read.append((0..<view.count).map { Array(view[$0].bytes) })
                return true
            }
        }
        #expect(read == commands.map(\.arguments))
    }
}
