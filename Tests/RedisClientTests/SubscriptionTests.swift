import RedisClient
import TestSupport
import Testing

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct SubscriptionTests {
    @Test func messagesArriveAsTheirBytesAndInOrder() async throws {
        try await withRedis { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let messages = try await redis.subscribe(channel: Array("cache:events".utf8))
            try await RedisConnection.withConnection(to: server.endpoint) { other in
                let sent = [Array("hit product:42".utf8), [0, 255, 10], []]
                for message in sent {
                    let publish = RedisCommand("PUBLISH", "cache:events").appending(message)
                    #expect(try await other.send(publish).integerValue == 1)
                }
                _ = try await other.send(RedisCommand("PUBLISH", "another", "x"))
                var received: [[UInt8]] = []
                for try await message in messages {
                    received.append(message)
                    if received.count == sent.count { break }
                }
                #expect(received == sent)
                #expect(messages.dropped == 0)
            }
        }
    }

    @Test func whatASlowReaderDoesNotTakeIsDroppedAndCounted() async throws {
        try await withRedis { server in
            let redis = try await RedisConnection.connect(to: server.endpoint)
            let messages = try await redis.subscribe(channel: Array("c".utf8), buffer: 10)
            try await RedisConnection.withConnection(to: server.endpoint) { other in
                _ = try await other.pipeline(
                    (0..<100).map { RedisCommand("PUBLISH", "c", "\($0)") })
            }
            await server.kill()
            _ = await redis.whenClosed()
            var received: [String] = []
            let error = await #expect(throws: RedisError.self) {
                for try await message in messages {
                    received.append(String(decoding: message, as: UTF8.self))
                }
            }
            #expect(error?.kind == .lost)
            #expect(received == (90..<100).map(String.init))
            #expect(messages.dropped == 90)
        }
    }

    @Test func aRefusedChannelSaysSo() async throws {
        let options = RedisServer.Options { $0.users = ["viewer on nopass ~* resetchannels +@all"] }
        try await withRedis(options) { server in
            var endpoint = server.endpoint
            endpoint.username = "viewer"
            try await RedisConnection.withConnection(to: endpoint) { redis in
                let error = await #expect(throws: RedisError.self) {
                    try await redis.subscribe(channel: Array("c".utf8))
                }
                #expect(error?.kind == .noPermission)
            }
        }
    }
}
