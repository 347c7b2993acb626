import RedisClient
import TestSupport
import Testing

/// Replies of more than 64 MiB: bounded memory, and a connection that says what became of it.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ReplySizeTests {
    private static let size = 70 << 20

    private func withLargeValue(_ body: (RedisServer) async throws -> Void) async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) {
                _ = try await $0.send(RedisCommand("SETRANGE", "large", "\(Self.size)", "x"))
            }
            try await body(server)
        }
    }

    @Test func onlyItsSenderIsToldToAskForLess() async throws {
        try await withLargeValue { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let error = await #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("GET", "large"))
            }
            #expect(error?.kind == .replyTooLarge)
            #expect(error?.attempted == "GET" && error?.mayHaveBeenCarriedOut == true)
            #expect("\(error as Any)".contains("64 MiB"))
            // From then on it is lost, and says so at once.
            #expect(await redis.whenClosed().kind == .lost)
            #expect(!redis.isOpen)
            let next = await #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("PING"))
            }
            #expect(next?.kind == .lost && next?.mayHaveBeenCarriedOut == false)
            try await RedisConnection.withConnection(to: server.endpoint) {
                let part = try await $0.send(RedisCommand("GETRANGE", "large", "0", "9"))
                #expect(part.bytes?.count == 10)
            }
        }
    }

    /// Whether they were sent before or behind it.
    @Test func othersAreNotToldToAskForLess() async throws {
        try await withLargeValue { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let others = (0..<20).map { _ in
                Task { try await redis.send(RedisCommand("INCR", "n")) }
            }
            let error = await #expect(throws: RedisError.self) {
                try await redis.send(RedisCommand("GET", "large"))
            }
            #expect(error?.kind == .replyTooLarge)
            for other in others {
                if case .failure(let error) = await other.result {
                    #expect((error as? RedisError)?.kind == .lost)
                }
            }
        }
    }

    @Test func aMessageThatIsTooLargeEndsTheSubscription() async throws {
        let options = RedisServer.Options {
            $0.arguments = ["--client-output-buffer-limit", "pubsub 0 0 0"]
        }
        try await withRedis(options) { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let messages = try await redis.subscribe(channel: Array("c".utf8))
            let error = try await RedisConnection.withConnection(to: server.endpoint) { other in
                let script = "return redis.call('publish', 'c', string.rep('x', \(Self.size)))"
                _ = try await other.send(RedisCommand("EVAL", script, "0"), deadline: .seconds(30))
                return await #expect(throws: RedisError.self) {
                    for try await _ in messages { Issue.record("a message came through") }
                }
            }
            #expect(error?.kind == .replyTooLarge)
        }
    }

    @Test func whatWaitsForASlowReaderIsBoundedInBytes() async throws {
        let options = RedisServer.Options {
            $0.arguments = ["--client-output-buffer-limit", "pubsub 0 0 0"]
        }
        try await withRedis(options) { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let messages = try await redis.subscribe(channel: Array("c".utf8))
            try await RedisConnection.withConnection(to: server.endpoint) { other in
                let script = """
                    local text = string.rep('x', 1048576)
                    for i = 1, 100 do redis.call('publish', 'c', text) end
                    redis.call('publish', 'c', 'end')
                    """
                _ = try await other.send(RedisCommand("EVAL", script, "0"), deadline: .seconds(30))
                while messages.dropped < 36 { try await Task.sleep(for: .milliseconds(5)) }
                var iterator = messages.makeAsyncIterator()
                var sizes: [Int] = []
                for _ in 0..<64 { sizes.append(try await iterator.next()?.count ?? 0) }
                #expect(sizes == Array(repeating: 1 << 20, count: 64))
                // What was taken has made room.
                _ = try await other.send(RedisCommand("PUBLISH", "c", "after"))
                var rest = try await iterator.next()
                if rest == Array("end".utf8) { rest = try await iterator.next() }
                #expect(rest == Array("after".utf8))
            }
        }
    }
}
