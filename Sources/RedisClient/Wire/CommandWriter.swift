import NIOCore

/// Writes commands as RESP: `*2\r\n$3\r\nGET\r\n$5\r\nkey:1\r\n`, an array of bulk strings each.
///
/// A sweep asks half a million questions, so each costs one copy of its bytes and no allocation:
/// hiredis' `redisFormatCommandArgv` takes a buffer and a `sprintf` a word.
enum CommandWriter {
    /// Writes commands one after the other. An empty command writes nothing and must not be sent.
    static func write(_ commands: some Sequence<RedisCommand>, into buffer: inout ByteBuffer) {
        for command in commands where !command.arguments.isEmpty {
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size(of: command)) { place in
                write(command, to: place)
            }
        }
    }

    /// In bytes.
    private static func size(of command: RedisCommand) -> Int {
        command.arguments.reduce(3 + digits(command.arguments.count)) {
            $0 + 5 + digits($1.count) + $1.count
        }
    }

    /// - Returns: how many bytes were written: as many as `size(of:)` says.
    private static func write(_ command: RedisCommand, to place: UnsafeMutableRawBufferPointer)
        -> Int
    {
        var end = 0
        func line(_ mark: UInt8, _ number: Int) {
            place[end] = mark
            let count = digits(number)
            var rest = number
            for index in stride(from: end + count, to: end, by: -1) {
                place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            end += 1 + count
            endLine()
        }
        func endLine() {
            place[end] = UInt8(ascii: "\r")
            place[end + 1] = UInt8(ascii: "\n")
            end += 2
        }
        line(UInt8(ascii: "*"), command.arguments.count)
        for argument in command.arguments {
            line(UInt8(ascii: "$"), argument.count)
            argument.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: place[end...]).copyMemory(from: bytes)
            }
            end += argument.count
            endLine()
        }
        return end
    }

    private static func digits(_ number: Int) -> Int {
        var (count, rest) = (1, number / 10)
        while rest > 0 { (count, rest) = (count + 1, rest / 10) }
        return count
    }
}
