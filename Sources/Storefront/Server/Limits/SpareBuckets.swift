import Synchronization

/// The buckets of this instance alone, for as long as Redis refuses to keep them: a limit that holds
/// for each instance is better than none, and than an invalidation that can't be asked for.
final class SpareBuckets: Sendable {
    /// Clients that are remembered; beyond it all begin anew.
    private static let maximumClients = 10_000

    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    private let buckets = Mutex<[String: Bucket]>([:])

    /// As `TokenBucket.script` does it.
    func take(
        _ wanted: Int, of client: String, perSecond: Double, burst: Int
    ) -> TokenBucket.Grant {
        let now = ContinuousClock.now
        return buckets.withLock { buckets in
            var tokens = Double(burst)
            if let bucket = buckets[client] {
                tokens = min(tokens, bucket.tokens + (now - bucket.at) / .seconds(1) * perSecond)
            } else if buckets.count >= Self.maximumClients {
                buckets = [:]
            }
            let granted = min(wanted, Int(tokens))
            tokens -= Double(granted)
            buckets[client] = Bucket(tokens: tokens, at: now)
            return TokenBucket.Grant(
                tokens: granted,
                retryAfter: granted > 0
                    ? .zero : .milliseconds(max(1, ((1 - tokens) / perSecond * 1000).rounded(.up))))
        }
    }
}
