import Invalidation
import Metrics
import RedisClient

/// Takes out of Redis what a change of the catalogue has made wrong (docs/contracts.md, 3): product and
/// inventory of each changed id, then every search by its counter, and what is trending.
///
/// A reader that loaded the old row may still be about to SET it. Loads have a deadline of 2 s, so
/// the caller removes once more, with `removeAgain`, after `secondRemoval`. What is trending goes
/// then too: it shows prices, and a list of old ones would stay for a quarter of an hour.
struct CatalogueInvalidator: Sendable {
    static let secondRemoval = Duration.seconds(3)
    /// Keys a pipeline: few enough to be answered well before a deadline.
    private static let chunk = 512

    let keys: KeyBuilder
    let link: RedisLink
    let publisher: EventPublisher

    /// Carries out all changes with one bump, however many they are.
    /// - Returns: how many keys were there to be removed.
    /// - Throws: when Redis did not do all of it; doing it again does no harm.
    @discardableResult
    func apply(_ changes: [CatalogueChange]) async throws(RedisError) -> Int {
        guard !changes.isEmpty else { return 0 }
        let connection = try connected()
        let removed = try await remove(keys(of: changes), connection)
        if let counter = keys.counter(.search) {
            var execution = Execution(on: .one(connection), deadline: link.deadline)
            try await execution.increment(counter)
            publisher.publishInvalidation([CacheEvent(.bump, key: counter)])
        }
        return try await removed + remove([keys.key(for: .trending)], connection)
    }

    /// Only the products' own keys and what is trending: no bump.
    /// - Returns: how many keys were there to be removed.
    @discardableResult
    func removeAgain(_ changes: [CatalogueChange]) async throws(RedisError) -> Int {
        guard !changes.isEmpty else { return 0 }
        return try await remove(keys(of: changes) + [keys.key(for: .trending)], connected())
    }

    private func keys(of changes: [CatalogueChange]) -> [[UInt8]] {
        var seen: Set<String> = []
        return changes.map(\.id).filter { seen.insert($0).inserted }.flatMap {
            [keys.key(for: .product(id: $0)), keys.key(for: .inventory(id: $0))]
        }
    }

    /// Only a key that was there is told as purged.
    private func remove(
        _ keys: [[UInt8]], _ connection: RedisConnection
    ) async throws(RedisError) -> Int {
        var removed = 0
        for start in stride(from: 0, to: keys.count, by: Self.chunk) {
            let part = keys[start..<min(start + Self.chunk, keys.count)]
            let done = try await connection.unlinkEach(part, deadline: link.deadline)
            publisher.publishInvalidation(done.removed.map { CacheEvent(.purge, key: $0) })
            removed += done.removed.count
            if let refusal = done.refusal {
                throw RedisError(
                    .server, endpoint: link.endpoint.description, attempted: "UNLINK",
                    message: "the server says \"\(refusal.message)\"", serverError: refusal)
            }
        }
        return removed
    }

    private func connected() throws(RedisError) -> RedisConnection {
        if let connection = link.current { return connection }
        throw RedisError(
            .lost, endpoint: link.endpoint.description, attempted: "UNLINK",
            message: "there is no connection at the moment")
    }
}
