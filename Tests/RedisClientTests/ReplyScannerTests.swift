import Testing

@testable import RedisClient

/// The decoder of the event stream, held against hiredis on the same bytes.
@Suite struct ReplyScannerTests {
    private func read(_ pieces: [ArraySlice<UInt8>], limit: Int = 1 << 20) throws -> [RedisReply] {
        try DecodedReplies(.inPlace, pieces, limit: limit).get()
    }

    @Test func everyCutOfTheBytesGivesTheSameReplies() throws {
        let bytes = Array(ReplyReaderTests.stream.utf8)
        for cut in 0...bytes.count {
            #expect(
                try read([bytes[..<cut], bytes[cut...]]) == ReplyReaderTests.replies,
                "cut at \(cut)")
        }
        #expect(try read(bytes.indices.map { bytes[$0...$0] }) == ReplyReaderTests.replies)
    }

    /// Two cuts: a reply that was begun behind another is moved to the front, and read on there.
    @Test func everyTwoCutsOfTheBytesGiveTheSameReplies() throws {
        let bytes = Array(ReplyReaderTests.stream.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let replies = try read([bytes[..<first], bytes[first..<second], bytes[second...]])
                guard replies == ReplyReaderTests.replies else {
                    Issue.record("cut at \(first) and \(second)")
                    return
                }
            }
        }
    }

    @Test(arguments: [0, 1, 7, 8, 16_383, 16_384, 16_385, 262_144, 3_000_000])
    func takesStringsOfAnyLength(_ length: Int) throws {
        let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let bytes = Array("*2\r\n$\(length)\r\n".utf8) + value + Array("\r\n:1\r\n".utf8)
        let expected = RedisReply.array([.string(value), .integer(1)])
        #expect(try read([bytes[...], bytes[...]], limit: 8 << 20) == [expected, expected])
        let both = bytes + bytes
        let pieces = stride(from: 0, to: both.count, by: 70_001).map {
            both[$0..<min($0 + 70_001, both.count)]
        }
        #expect(try read(pieces, limit: 8 << 20) == [expected, expected])
    }

    @Test(arguments: [
        "!boom\r\n", "*1\r\n!\r\n", ":12x\r\n", "$x\r\n", "$01\r\nx\r\n", "$+1\r\nx\r\n", ":-0\r\n",
        "$-2\r\n", "*-2\r\n", "$1\r\nxy\r\n", ":\r\n", ":-\r\n", ":99999999999999999999\r\n",
        "*2147483648\r\n", String(repeating: "*1\r\n", count: 12) + ":1\r\n", "$1\rx\r\n",
    ])
    func refusesWhatIsNotRESP(_ text: String) {
        let error = #expect(throws: ReplyReader.Failure.self) {
            try read([Array(text.utf8)[...]])
        }
        #expect(error != nil && error != .tooLarge)
    }

    @Test(arguments: [
        ("$9000000000000\r\n", "x"), ("*2\r\n$3\r\nabc\r\n$9000000000000\r\n", "x"),
        ("*1000000000\r\n", ":1\r\n"), ("*2147483647\r\n", "$-1\r\n"),
    ])
    func aReplyBeyondTheLimitIsNotReadToItsEnd(start: String, filler: String) {
        var reader = ReplyScanner(limit: 1 << 20)
        var fed = 0
        #expect(throws: ReplyReader.Failure.tooLarge) {
            let piece = Array(String(repeating: filler, count: 10_000).utf8)
            for bytes in [Array(start.utf8)] + Array(repeating: piece, count: 300) {
                fed += bytes.count
                try bytes.withUnsafeBytes { try reader.read($0) { _ in true } }
            }
        }
        #expect(fed <= (1 << 20) + 60_000)
    }

    @Test func aLineIsNotReadForever() {
        #expect(throws: ReplyReader.Failure.malformed("a line is too long")) {
            try read([Array(("+" + String(repeating: "x", count: 70_000)).utf8)[...]])
        }
    }

    /// A decoder that stops in the middle of the bytes keeps what follows.
    @Test func whatIsNotWantedYetStays() throws {
        var reader = ReplyScanner()
        var replies: [RedisReply] = []
        try Array("+a\r\n+b\r\n+c".utf8).withUnsafeBytes { bytes in
            try reader.read(bytes) { view in
                replies.append(view.reply)
                return false
            }
        }
        try Array("\r\n".utf8).withUnsafeBytes { bytes in
            try reader.read(bytes) { view in
                replies.append(view.reply)
                return true
            }
        }
        #expect(replies == ["a", "b", "c"].map { .status(Array($0.utf8)) })
    }
}
