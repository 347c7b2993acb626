import Logging
import Metrics
import RedisClient

/// The parts of the caching layer, put together, and their beginning and end.
struct Shop: Sendable {
    struct Options: Sendable {
        var cache = CacheAside.Options()
        var events = EventPublisher.Options()
        /// A Redis command's.
        var redisDeadline = Duration.seconds(1)
        var logger = Logger.silent
    }

    let policy: CachePolicy
    let keys: KeyBuilder
    let link: RedisLink
    let cache: CacheAside
    let publisher: EventPublisher
    let invalidator: CatalogueInvalidator
    let metrics = ShopMetrics()

    init(
        redis endpoint: RedisEndpoint, origin: any Origin, policy: CachePolicy = .standard,
        options: Options = Options(),
        onChange: @escaping @Sendable (RedisLink.Change) -> Void = { _ in }
    ) throws(PolicyError) {
        let keys = try KeyBuilder(policy: policy)
        self.policy = policy
        self.keys = keys
        let work = PendingWork()
        link = RedisLink(
            to: endpoint, deadline: options.redisDeadline, logger: options.logger,
            onChange: onChange)
        publisher = EventPublisher(link: link, options: options.events, work: work)
        var cacheOptions = options.cache
        cacheOptions.onLoad = { [metrics] in metrics.loaded($0.resource, .init($1)) }
        cacheOptions.onRedisFailure = { [metrics] in metrics.redisFailed() }
        cache = CacheAside(
            keys: keys, link: link, origin: origin, publisher: publisher, work: work,
            options: cacheOptions)
        invalidator = CatalogueInvalidator(keys: keys, link: link, publisher: publisher)
    }

    /// Open for as long as `body` runs; when it returns, what it left to do (copies, events) is done.
    func open<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows
        -> Result
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [link] in await link.run() }
            group.addTask { [publisher] in await publisher.run() }
            defer { group.cancelAll() }
            let result = try await body()
            await publisher.finish()
            return result
        }
    }

    /// Waits until Redis is there; false: it was not within `duration`.
    func isConnected(within duration: Duration) async -> Bool {
        let due = ContinuousClock.now + duration
        while link.current == nil, .now < due { try? await Task.sleep(for: .milliseconds(5)) }
        return link.current != nil
    }
}
