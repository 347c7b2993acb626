import HTTPTypes
import Invalidation
import Metrics
import RedisClient

/// Carries out on Redis what somebody wants invalidated, at once: the plan that cachetop shows for the same
/// scope, by the same executor.
///
/// On the shop's own connection: a copy that this instance has sent before is set before it is
/// removed. Loads that are under way are forgotten first, since what they bring may be old; those of
/// other instances end within 2 s, and may leave a copy that lives as long as its TTL.
struct Revalidation: Sendable {
    let shop: Shop
    private let grammar: KeyGrammar

    init(shop: Shop) {
        self.shop = shop
        grammar = KeyGrammar(policy: shop.policy)
    }

    /// - Throws: with what was done and what not, and what to do about it.
    func carryOut(_ scope: InvalidationScope) async throws(Refusal) -> CarriedOut {
        let steps: [InvalidationPlan.Step]
        do throws(InvalidationPlan.Problem) {
            let plan = try InvalidationPlan.redis(scope, grammar: grammar, endpoint: "Redis")
            guard case .redis(let work) = plan.work else { return CarriedOut() }
            steps = work
        } catch {
            throw Refusal(.conflict, "Not done: \(error.description)")
        }
        guard let connection = shop.link.current else {
            throw Refusal(.serviceUnavailable, RevalidationFailure.unreachable, retryAfter: 1)
        }
        var execution = Execution(on: .one(connection), deadline: shop.link.deadline)
        do throws(RedisError) {
            try await execution.run(steps, grammar, observe: follow)
        } catch {
            throw RevalidationFailure.refusal(error, after: execution.carriedOut)
        }
        return execution.carriedOut
    }

    private func follow(_ event: ExecutionEvent) {
        switch event {
        case .willRemove(let keys): shop.cache.forgetLoads { keys.contains($0) }
        // Which keys these are, only Redis knows; to load some others once more costs little.
        case .willSearch: shop.cache.forgetLoads { _ in true }
        case .raised(let counter): publish(.bump, [counter])
        case .removed(let keys): publish(.purge, keys)
        case .removedMatching(let globs): publish(.purgeGlob, globs)
        }
    }

    private func publish(_ outcome: Outcome, _ keys: [[UInt8]]) {
        shop.publisher.publishInvalidation(keys.map { CacheEvent(outcome, key: $0) })
    }
}
