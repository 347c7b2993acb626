import HTTPTypes
import Metrics
import RedisClient

/// Carries out on Redis what somebody wants invalidated: the steps of the plan that cachetop shows
/// for the same scope one after the other.
///
/// On the shop's own connection: a copy that this instance has sent before is set before it is
/// removed. Loads that are under way are forgotten first, since what they bring may be old; those of
/// other instances end within 2 s, and may leave a copy that lives as long as its TTL.
struct Revalidation: Sendable {
    private static let chunk = 500

    /// What was done, also by one that failed on its way.
    struct Deed: Sendable, Equatable {
        var keysRemoved = 0
        /// The counters that were incremented, with their new values.
        var counters: [String: Int64] = [:]
    }

    let shop: Shop
    private let grammar: KeyGrammar

    init(shop: Shop) {
        self.shop = shop
        grammar = KeyGrammar(policy: shop.policy)
    }

    /// - Throws: with what was done and what not, and what to do about it.
    func carryOut(_ scope: InvalidationScope) async throws(Refusal) -> Deed {
        let steps: [InvalidationPlan.Step]
        do throws(InvalidationPlan.Problem) {
            let plan = try InvalidationPlan.redis(scope, grammar: grammar, endpoint: "Redis")
            guard case .redis(let work) = plan.work else { return Deed() }
            steps = work
        } catch {
            throw Refusal(.conflict, "Not done: \(error.description)")
        }
        guard let connection = shop.link.current else {
            throw Refusal(.serviceUnavailable, RevalidationFailure.unreachable, retryAfter: 1)
        }
        var deed = Deed()
        for step in steps {
            do throws(RedisError) {
                try await carryOut(step, connection, &deed)
            } catch {
                throw RevalidationFailure.refusal(error, after: deed)
            }
        }
        return deed
    }

    private func carryOut(
        _ step: InvalidationPlan.Step, _ connection: RedisConnection, _ deed: inout Deed
    ) async throws(RedisError) {
        switch step {
        case .increment(let key): try await increment(key, connection, &deed)
        case .unlink(let keys):
            shop.cache.forgetLoads { keys.contains($0) }
            try await unlink(keys, connection, &deed) { _ in true }
        case .unlinkMatching(let selector): try await unlink(selector, connection, &deed)
        }
    }

    private func increment(
        _ key: [UInt8], _ connection: RedisConnection, _ deed: inout Deed
    ) async throws(RedisError) {
        deed.counters[KeyText.text(key)] = try await connection.raise(
            counter: key, deadline: shop.link.deadline)
        shop.publisher.publishInvalidation([CacheEvent(.bump, key: key)])
    }

    /// Removes what SCAN finds and the selector takes, page by page.
    private func unlink(
        _ selector: KeySelector, _ connection: RedisConnection, _ deed: inout Deed
    ) async throws(RedisError) {
        // Which keys these are, only Redis knows; to load some others once more costs little.
        shop.cache.forgetLoads { _ in true }
        let announcement = selector.announcement(grammar)
        let removedBefore = deed.keysRemoved
        let start = [UInt8(ascii: "0")]
        var cursor = start
        repeat {
            var command = RedisCommand("SCAN", key: cursor)
            if let sieve = selector.sieve {
                command = command.appending("MATCH").appending(sieve)
            }
            command = command.appending("COUNT").appending(Self.chunk)
            let reply = try await connection.send(command, deadline: shop.link.deadline) { view in
                let keys = view[1]
                return (
                    cursor: Array(view[0].bytes),
                    keys: (0..<keys.count).map { Array(keys[$0].bytes) }
                )
            }
            cursor = reply.cursor
            let keys = reply.keys.filter { selector.selects($0, grammar) }
            try await unlink(keys, connection, &deed) { !announcement.covers($0) }
        } while cursor != start
        guard deed.keysRemoved > removedBefore else { return }
        shop.publisher.publishInvalidation(
            announcement.globs.map { CacheEvent(.purgeGlob, key: $0) })
    }

    /// Only a key that was there is counted and told.
    private func unlink(
        _ keys: [[UInt8]], _ connection: RedisConnection, _ deed: inout Deed,
        announces: ([UInt8]) -> Bool
    ) async throws(RedisError) {
        let (removed, refusal) = try await connection.unlinkEach(
            keys, deadline: shop.link.deadline)
        deed.keysRemoved += removed.count
        shop.publisher.publishInvalidation(
            removed.filter(announces).map { CacheEvent(.purge, key: $0) })
        if let refusal {
            throw RedisError(
                .server, endpoint: shop.link.endpoint.description, attempted: "UNLINK",
                message: refusal.message, serverError: refusal)
        }
    }
}
