import Metrics
import RedisClient
import Synchronization
import TestSupport

@testable import Storefront

/// An origin that answers at once, or when told to, and counts.
final class ScriptedOrigin: Origin {
    private let loads = Mutex<[ShopRequest]>([])
    private let delay: Duration
    private let laterDelay: Duration
    private let answer: @Sendable (ShopRequest) -> Result<[UInt8], OriginError>

    init(
        delay: Duration = .zero, laterDelay: Duration? = nil,
        answer: @escaping @Sendable (ShopRequest) -> Result<[UInt8], OriginError> = { _ in
            .success(Array("{}".utf8))
        }
    ) {
        self.delay = delay
        self.laterDelay = laterDelay ?? delay
        self.answer = answer
    }

    var loaded: [ShopRequest] { loads.withLock { $0 } }

    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        let isFirst = loads.withLock { loads in
            loads.append(request)
            return loads.count == 1
        }
        let delay = isFirst ? delay : laterDelay
        if delay > .zero { try? await Task.sleep(for: delay) }
        return try answer(request).get()
    }
}

/// A shop on a server, with a second connection to look at what it wrote.
struct ShopFixture: Sendable {
    let shop: Shop
    let server: RedisServer
    let redis: RedisConnection

    static func with<Result: Sendable>(
        origin: any Origin = ScriptedOrigin(), options: Shop.Options = .init(),
        _ body: @Sendable (ShopFixture) async throws -> Result
    ) async throws -> Result {
        try await withRedis { server in
            let shop = try Shop(redis: server.endpoint, origin: origin, options: options)
            return try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let fixture = ShopFixture(shop: shop, server: server, redis: redis)
                return try await shop.open {
                    _ = await shop.isConnected(within: .seconds(60))
                    return try await body(fixture)
                }
            }
        }
    }

    /// Answers, and waits until copies and events are in Redis.
    @discardableResult
    func answer(_ request: ShopRequest) async -> ShopResponse {
        let response = await shop.cache.answer(request)
        await shop.publisher.finish()
        return response
    }

    func send(_ words: String...) async throws -> RedisReply {
        try await redis.send(RedisCommand(arguments: words.map { Array($0.utf8) }))
    }

    /// All fields of all entries of the stream, in order, as text.
    func events() async throws -> [[String]] {
        let entries = try await send("XRANGE", "cache:events", "-", "+").elements ?? []
        return entries.map { ($0.elements?.last?.elements ?? []).compactMap(\.text) }
    }
}

extension EventPublisher.Options {
    init(
        source: String? = nil, batch: Int = 1, interval: Duration = .milliseconds(50), sampling: Int
    ) {
        self.init()
        self.source = source
        self.batch = batch
        self.interval = interval
        self.sampling = sampling
    }
}
