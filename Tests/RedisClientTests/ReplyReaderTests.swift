import NIOCore
import Testing

@testable import RedisClient

@Suite struct ReplyReaderTests {
    static let stream = """
        +OK\r\n:-42\r\n$5\r\nhe\r\no\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n\
        -NOPERM no permission\r\n:9223372036854775807\r\n\
        *2\r\n*2\r\n$3\r\n1-0\r\n*4\r\n$3\r\nhit\r\n$9\r\nproduct:1\r\n$4\r\nmiss\r\n$1\r\nx\r\n\
        *2\r\n$3\r\n2-0\r\n*-1\r\n
        """

    static let replies: [RedisReply] = [
        .status(Array("OK".utf8)), .integer(-42), .string(Array("he\r\no".utf8)), .string([]),
        .null, .null, .array([]),
        .error(RedisServerError(message: "NOPERM no permission")), .integer(.max),
        .array([
            .array([
                .string(Array("1-0".utf8)),
                .array(["hit", "product:1", "miss", "x"].map { .string(Array($0.utf8)) }),
            ]),
            .array([.string(Array("2-0".utf8)), .null]),
        ]),
    ]

    private func read(
        _ pieces: [ArraySlice<UInt8>], limit: Int = 1 << 20
    ) throws -> [RedisReply] {
        try DecodedReplies(.hiredis, pieces, limit: limit).get()
    }

    @Test func everyCutOfTheBytesGivesTheSameReplies() throws {
        let bytes = Array(Self.stream.utf8)
        for cut in 0...bytes.count {
            #expect(try read([bytes[..<cut], bytes[cut...]]) == Self.replies, "cut at \(cut)")
        }
        #expect(try read(bytes.indices.map { bytes[$0...$0] }) == Self.replies)
    }

    @Test func everyPrefixOfAReplyIsWaitedFor() throws {
        let bytes = Array("*2\r\n$3\r\nabc\r\n*1\r\n:1\r\n".utf8)
        for end in bytes.indices { #expect(try read([bytes[..<end]]).isEmpty) }
    }

    @Test(arguments: [0, 1, 7, 8, 1023, 16_383, 16_384, 16_385, 3_000_000])
    func takesStringsOfAnyLength(_ length: Int) throws {
        let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let bytes = Array("*2\r\n$\(length)\r\n".utf8) + value + Array("\r\n:1\r\n".utf8)
        let replies = try read([bytes[...], bytes[...]], limit: 8 << 20)
        let expected = RedisReply.array([.string(value), .integer(1)])
        #expect(replies == [expected, expected])
    }

    /// Without that, the thousand replies would not fit into the limit.
    @Test func aReplysMemoryIsUsedAgainForTheNext() throws {
        let value = [UInt8](repeating: 7, count: 10_000)
        let bytes = Array("$10000\r\n".utf8) + value + Array("\r\n".utf8)
        let replies = try read((0..<1000).map { _ in bytes[...] }, limit: 1 << 20)
        #expect(replies == Array(repeating: .string(value), count: 1000))
    }

    @Test(arguments: [
        "!boom\r\n", "*1\r\n!\r\n", ":12x\r\n", "$x\r\n",
        String(repeating: "*1\r\n", count: 12) + ":1\r\n",
    ])
    func refusesWhatIsNotRESP(_ text: String) {
        let error = #expect(throws: ReplyReader.Failure.self) {
            try read([Array(text.utf8)[...]])
        }
        #expect(error != nil && error != .tooLarge)
    }

    /// By what was received, not by what is claimed: "9 TB" may as well be a broken server's word.
    @Test(arguments: [
        ("$9000000000000\r\n", "x"), ("*2\r\n$3\r\nabc\r\n$9000000000000\r\n", "x"),
        ("*1000000000\r\n", ":1\r\n"), ("+", "x"), ("*2147483647\r\n", "$-1\r\n"),
    ])
    func aReplyBeyondTheLimitIsNotReadToItsEnd(start: String, filler: String) {
        var reader = ReplyReader(limit: 1 << 20)
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

    /// What came before counts for the reply before.
    @Test func theLimitIsForEachReply() throws {
        let value = [UInt8](repeating: 7, count: 1000)
        let one = Array("$1000\r\n".utf8) + value + Array("\r\n".utf8)
        let bytes = Array([[UInt8]](repeating: one, count: 3000).joined())
        #expect(try read([bytes[...]], limit: 2000).count == 3000)
        // Many small elements take more memory than bytes on the wire.
        let small =
            Array("*50000\r\n".utf8) + Array(String(repeating: ":1\r\n", count: 50_000).utf8)
        #expect(try read([small[...]], limit: 210_000).first?.elements?.count == 50_000)
    }

    @Test func anArenaIsUsedAgainAndHasALimit() {
        var arena = ReplyArena(limit: 1 << 20)
        for _ in 0..<100 {
            for _ in 0..<1000 {
                let address = arena.allocate(100)
                #expect(address != nil && Int(bitPattern: address) % 8 == 0)
            }
            arena.reset()
        }
        let refused = [arena.allocate(2 << 20), arena.allocate(-1)]
        #expect(refused == [nil, nil])
    }

    @Test func aViewReadsNullWhereAReplyHasNothing() throws {
        var reader = ReplyReader()
        var seen = 0
        try Array("*2\r\n:1\r\n$1\r\na\r\n".utf8).withUnsafeBytes { bytes in
            try reader.read(bytes) { view in
                seen += 1
                #expect(view.count == 2)
                #expect(view[-1].isNull)
                #expect(view[2].isNull)
                #expect(view[0][0].isNull)
                #expect(view[0].integer == 1)
                #expect(view[0].bytes.isEmpty)
                #expect(view[1].integer == 0)
                #expect(view[1].count == 0)
                #expect(view.bytes.isEmpty)
                return true
            }
        }
        #expect(seen == 1)
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request", RedisError.Kind.notRedis, "HTTP"),
        ("H", .notRedis, "HTTP"),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notRedis, "\"SSH-2.0-OpenSSH_9.2\""),
        ("\u{15}\u{3}\u{1}", .plainToTLS, "TLS"),
        ("\u{1}\u{1B}[31m", .notRedis, "protocol"),
    ])
    func tellsWhatIsNoRedis(_ greeting: String, kind: RedisError.Kind, says: String) throws {
        let found = try #require(ForeignGreeting(Array(greeting.utf8)))
        #expect(found.kind == kind)
        #expect(found.message.contains(says))
        #expect(!found.message.utf8.contains(0x1B))
    }

    @Test(arguments: ["+OK", "-ERR", ":1", "$3", "*1", ""])
    func takesRESPForRedis(_ greeting: String) {
        #expect(ForeignGreeting(Array(greeting.utf8)) == nil)
    }
}
