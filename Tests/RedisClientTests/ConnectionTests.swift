import RedisClient
import TestSupport
import Testing

/// Real servers on unix sockets: what goes in comes out, in order, in time or not at all.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ConnectionTests {
    @Test func commandsAndRepliesOfEveryKind() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                #expect(try await redis.send(RedisCommand("PING")).text == "PONG")
                let key: [UInt8] = [0, 13, 10, 255, 0x1B]
                let value = (0...255).map { UInt8($0) }
                let set = try await redis.send(RedisCommand("SET", bytes: [key, value]))
                #expect(set == .status(Array("OK".utf8)))
                #expect(try await redis.send(RedisCommand("GET", key: key)) == .string(value))
                #expect(try await redis.send(RedisCommand("GET", "absent")) == .null)
                #expect(try await redis.send(RedisCommand("INCRBY", "n", "41")).integerValue == 41)
                #expect(try await redis.send(RedisCommand("GET", "n")).integerValue == 41)
                let many = try await redis.send(RedisCommand("MGET", "n", "absent"))
                #expect(many.elements?.map(\.text) == ["41", nil])
                let name = try await redis.send(RedisCommand("CLIENT", "GETNAME"))
                #expect(name.text == "cachetop")
            }
        }
    }

    @Test func anErrorReplyFailsItsCommandOnly() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                _ = try await redis.send(RedisCommand("SET", "text", "x"))
                let error = await #expect(throws: RedisError.self) {
                    try await redis.send(RedisCommand("XLEN", "text"))
                }
                #expect(error?.kind == .server)
                #expect(error?.serverError?.code == "WRONGTYPE")
                #expect(error?.mayHaveBeenCarriedOut == false)
                #expect(error?.description.contains("XLEN failed at unix://") == true)
                let replies = try await redis.pipeline([
                    RedisCommand("INCR", "text"), RedisCommand("GET", "text"),
                ])
                #expect(replies.first?.serverError?.code == "ERR")
                #expect(replies.last?.text == "x")
            }
        }
    }

    @Test func tenThousandCommandsInOnePipeline() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let sets = (0..<10_000).map { RedisCommand("SET", "k\($0)", "v\($0)") }
                let written = try await redis.pipeline(sets, deadline: .seconds(30))
                #expect(written.count == 10_000)
                #expect(written.allSatisfy { $0.text == "OK" })
                let gets = (0..<10_000).map { RedisCommand("GET", "k\($0)") }
                let read = try await redis.pipeline(gets, deadline: .seconds(30)) { $0.text }
                #expect(read == (0..<10_000).map { "v\($0)" })
                #expect(try await redis.pipeline([]).isEmpty)
            }
        }
    }

    @Test func manyTasksShareAConnection() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let echo = RedisCommand("ECHO", "\(number)")
                            return try await redis.send(echo).text == "\(number)"
                        }
                    }
                    for try await isOwn in group { #expect(isOwn) }
                }
            }
        }
    }

    @Test func aDecoderReadsAStreamWhereItLies() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let adds = (1...2500).map {
                    RedisCommand("XADD", "s", "\($0)-0", "hit", "product:\($0)", "miss", "x")
                }
                _ = try await redis.pipeline(adds)
                let read = RedisCommand("XREAD", "COUNT", "5000", "STREAMS", "s", "0")
                let (pairs, last) = try await redis.send(read) { view in
                    let entries = view[0][1]
                    let pairs = (0..<entries.count).reduce(0) { $0 + entries[$1][1].count / 2 }
                    return (pairs, entries[entries.count - 1][0].text)
                }
                #expect(pairs == 5000)
                #expect(last == "2500-0")
            }
        }
    }

    @Test func aDecoderThatGivesUpIsAnUnexpectedReply() async throws {
        struct Strange: Error {}
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let error = await #expect(throws: RedisError.self) {
                    try await redis.send(RedisCommand("PING")) { _ -> Int in throw Strange() }
                }
                #expect(error?.kind == .unexpectedReply)
                #expect(error?.mayHaveBeenCarriedOut == true)
                let nameless = await #expect(throws: RedisError.self) {
                    try await redis.send(RedisCommand(arguments: []))
                }
                #expect(nameless?.kind == .invalidCommand)
                #expect(nameless?.mayHaveBeenCarriedOut == false)
                _ = try await redis.send(RedisCommand("PING"))
            }
        }
    }

    @Test func aDeadlineFailsItsCommandAndEndsTheConnection() async throws {
        try await withRedis { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            server.freeze()
            defer { server.thaw() }
            async let patient = #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("PING"), deadline: .seconds(60))
            }
            let error = await #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("GET", "k"), deadline: .seconds(2))
            }
            #expect(error?.kind == .deadline)
            #expect(error?.attempted == "GET")
            let words = "No answer for 2 s from \(server.endpoint) to GET. The server may be busy"
            #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
            #expect(error?.mayHaveBeenCarriedOut == true)
            #expect(await patient?.kind == .lost)
            #expect(await patient?.mayHaveBeenCarriedOut == true)
            #expect(await redis.whenClosed().kind == .lost)
            let after = await #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("PING"))
            }
            #expect(after?.kind == .lost)
            #expect(after?.mayHaveBeenCarriedOut == false)
        }
    }

    @Test func aCancelledCallerLeavesTheConnectionUsable() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let waiting = Task {
                    try await redis.send(
                        RedisCommand("XREAD", "BLOCK", "100", "STREAMS", "none", "0"))
                }
                waiting.cancel()
                let error = await #expect(throws: RedisError.self) { try await waiting.value }
                #expect(error?.kind == .cancelled)
                let pong = try await redis.send(RedisCommand("PING"))
                #expect(pong.text == "PONG")
            }
        }
    }

    @Test func aKilledServerFailsWhatIsInFlight() async throws {
        try await withRedis { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            async let blocked = #expect(throws: RedisError.self) {
                try await redis.send(
                    RedisCommand("XREAD", "BLOCK", "0", "STREAMS", "none", "0"),
                    deadline: .seconds(60))
            }
            try await untilBlocked(server)
            await server.kill()
            #expect(await blocked?.kind == .lost)
            #expect(await blocked?.mayHaveBeenCarriedOut == true)
            #expect(await redis.whenClosed().kind == .lost)
            #expect(!redis.isOpen)
            let refused = await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(to: server.endpoint)
            }
            #expect(refused?.kind == .refused)
            #expect(refused?.mayHaveBeenCarriedOut == false)
            try await server.restart()
            let pong = try await RedisConnection.withConnection(to: server.endpoint) {
                try await $0.send(RedisCommand("PING"))
            }
            #expect(pong.text == "PONG")
        }
    }

    @Test func closingFailsWhatIsInFlight() async throws {
        try await withRedis { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            async let blocked = #expect(throws: RedisError.self) {
                try await redis.send(
                    RedisCommand("XREAD", "BLOCK", "0", "STREAMS", "none", "0"),
                    deadline: .seconds(60))
            }
            try await untilBlocked(server)
            await redis.close()
            #expect(await blocked?.kind == .closed)
            #expect(await redis.whenClosed().kind == .closed)
        }
    }

    private func untilBlocked(_ server: RedisServer) async throws {
        try await RedisConnection.withConnection(to: server.endpoint) { other in
            while true {
                let info = try await other.send(RedisCommand("INFO", "clients"))
                if info.text?.contains("blocked_clients:1") == true { return }
            }
        }
    }
}
