import Invalidation
import Metrics
import RedisClient

/// Takes out of Redis what a change of the catalogue has made wrong (docs/contracts.md, 3): product and
/// inventory of each changed id; the pages and facets of its categories; every search by its counter;
/// and what is trending.
///
/// A reader that loaded the old row may still be about to SET it. Loads have a deadline of 2 s, so
/// the caller removes everything but the searches once more after `secondRemoval`.
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
    func apply(
        _ changes: [CatalogueChange], lists: StaleLists = StaleLists()
    ) async throws(RedisError) -> Int {
        guard !changes.isEmpty else { return 0 }
        return try await removeOwn(changes) + raiseSearches() + removeLists(lists)
    }

    /// Every search is another key from now on.
    /// - Returns: 0, for no key is removed by it.
    @discardableResult
    func raiseSearches() async throws(RedisError) -> Int {
        let connection = try connected()
        if let counter = keys.counter(.search) {
            var execution = Execution(on: .one(connection), deadline: link.deadline)
            try await execution.increment(counter)
            publisher.publishInvalidation([CacheEvent(.bump, key: counter)])
        }
        return 0
    }

    /// The products' own keys.
    /// - Returns: how many keys were there to be removed.
    @discardableResult
    func removeOwn(_ changes: [CatalogueChange]) async throws(RedisError) -> Int {
        try await remove(keys(of: changes), connected())
    }

    /// The pages of these products alone, which show others that have changed.
    func removePages(of products: [Int64]) async throws(RedisError) -> Int {
        try await remove(products.map { keys.key(for: .product(id: String($0))) }, connected())
    }

    /// What is trending, and the pages and facets of these categories: those that are in the index now.
    /// The index stays, so that the second removal finds what the first has found.
    func removeLists(_ lists: StaleLists) async throws(RedisError) -> Int {
        let connection = try connected()
        let slugs = lists.categories.sorted()
        var removed = try await remove(
            [keys.key(for: .trending)] + slugs.map { keys.key(for: .facets(category: $0)) },
            connection)
        for slug in slugs {
            let pages = try await connection.send(
                RedisCommand("ZRANGE", key: keys.listIndex(slug)).appending("0").appending("-1"),
                deadline: link.deadline)
            removed += try await remove((pages.elements ?? []).compactMap(\.bytes), connection)
        }
        return removed
    }

    private func keys(of changes: [CatalogueChange]) -> [[UInt8]] {
        var seen: Set<String> = []
        return changes.map(\.id).filter { seen.insert($0).inserted }.flatMap {
            [keys.key(for: .product(id: $0)), keys.key(for: .inventory(id: $0))]
        }
    }

    /// Only a key that was there is published as purged.
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
