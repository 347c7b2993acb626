import Synchronization

/// A limit for each client over all instances that costs no round trip a request.
///
/// An instance takes tokens out of Redis' bucket by the lease (a hundredth of the bucket) and hands
/// them out itself; what is left of a lease after a second is gone. So a client never gets more than
/// the limit says, but may be refused earlier: by up to a lease a second for each instance that it
/// talks to, which is 2 % of the default limit for every instance. An empty bucket is remembered for up
/// to a second as well, so a flood costs Redis next to nothing. Without Redis all pass; where
/// it refuses, the limit is each instance's own.
final class LeasedLimiter: Sendable {
    private struct Lease {
        /// 0 with `isRefused`: the bucket was empty.
        var tokens: Int
        var isRefused: Bool
        var until: ContinuousClock.Instant
    }

    private static let lifetime = Duration.seconds(1)
    /// Clients that are remembered; beyond it all begin new leases.
    private static let maximumClients = 10_000

    private let bucket: TokenBucket
    private let size: Int
    private let leases = Mutex<[String: Lease]>([:])
    /// The value: whether Redis answered.
    private let renewals = SingleFlight<String, Bool>()

    init(bucket: TokenBucket) {
        self.bucket = bucket
        size = max(1, bucket.burst / 100)
    }

    /// - Throws: 429, when the client has to wait.
    func admit(_ client: String) async throws(Refusal) {
        // Ends: each round that decides nothing has taken a lease out of the bucket.
        while bucket.link.current != nil, !(try claim(client)) {
            let (isKnown, _) = await renewals.value(for: client) { [self] flight in
                defer { renewals.land(client, flight) }
                return await renew(client)
            }
            if !isKnown { return }
        }
    }

    /// False: there is no lease, or nothing is left of it.
    private func claim(_ client: String) throws(Refusal) -> Bool {
        let now = ContinuousClock.now
        let lease = leases.withLock { leases -> Lease? in
            guard let lease = leases[client], now < lease.until else { return nil }
            if lease.tokens > 0 { leases[client]?.tokens -= 1 }
            return lease
        }
        guard let lease else { return false }
        if lease.isRefused { throw .tooMany(retryAfter: lease.until - now) }
        return lease.tokens > 0
    }

    private func renew(_ client: String) async -> Bool {
        guard let grant = try? await bucket.take(size, of: client) else { return false }
        let now = ContinuousClock.now
        let isRefused = grant.tokens == 0
        let lease = Lease(
            tokens: grant.tokens, isRefused: isRefused,
            until: now + (isRefused ? min(grant.retryAfter, Self.lifetime) : Self.lifetime))
        leases.withLock { leases in
            if leases.count >= Self.maximumClients {
                leases = leases.filter { now < $0.value.until }
                if leases.count >= Self.maximumClients { leases = [:] }
            }
            leases[client] = lease
        }
        return true
    }
}
