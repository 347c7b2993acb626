/// The part of a snapshot that speaks of one kind of resource.
package struct ResourceReport: Sendable, Hashable, Codable {
    package var name: String
    package var policy: Policy
    /// Of all that was read since `--since`.
    package var hits: UInt64 = 0
    package var misses: UInt64 = 0
    @Nullable package var hitRate: Double?
    package var windows: [Window] = []
    /// Hit rate of each second of the last minute, oldest first; null without look-ups.
    package var minute: [Double?] = []
    /// The median of the hit rates of the last hour's minutes; null with fewer than ten of them.
    @Nullable package var usual: Double?
    @Nullable package var keys: UInt64?
    @Nullable package var bytes: UInt64?
    /// Whether keys, bytes and TTLs are extrapolated or were slow to gather; null before a sweep.
    @Nullable package var estimated: Bool?
    @Nullable package var sweptAt: Timestamp?
    @Nullable package var sweepSeconds: Double?
    @Nullable package var ttl: TTL?
    /// null without a counter, or while the counter's value is unknown.
    @Nullable package var deadGenerations: DeadGenerations?
    /// null before the first event, and for the reason that `unavailable` gives.
    @Nullable package var missCauses: MissCauses?
    /// The hit rate over the TTL, shortest first, "until invalidated" last; empty where there is none.
    package var ttlCurve: [TTLStep] = []
    /// null until the look-ups of one TTL were read, and without a sweep.
    @Nullable package var neverRead: NeverRead?

    package init(name: String, policy: Policy) {
        self.name = name
        self.policy = policy
    }

    package struct Policy: Sendable, Hashable, Codable {
        package var ttlSeconds: Int
        @Nullable package var cdnSeconds: Int?
        @Nullable package var swrSeconds: Int?
        @Nullable package var isrSeconds: Int?
        @Nullable package var counter: String?
        /// What else shows its data; null: an older snapshot does not say.
        @Nullable package var alsoIn: [String]?

        package init(_ resource: Resource) {
            ttlSeconds = resource.ttlSeconds
            cdnSeconds = resource.cdnSeconds
            swrSeconds = resource.swrSeconds
            isrSeconds = resource.isrSeconds
            counter = resource.counter
            alsoIn = resource.alsoIn
        }

        /// For how long a copy may be served from outside Redis after it has gone there.
        package var edgeSeconds: Int {
            max((cdnSeconds ?? 0) + (swrSeconds ?? 0), isrSeconds ?? 0)
        }
    }

    package struct TTL: Sendable, Hashable, Codable {
        package var sampled: Int
        package var buckets: [Bucket]
        package var withoutExpiry: Int
        package var overPolicy: Int
        @Nullable package var p50Seconds: Double?
        @Nullable package var p90Seconds: Double?
        package var expiringIn10Seconds: Int
        /// Some of the keys over the policy's TTL, those that live longest first, and of those that never expire,
        /// as the sweep found them.
        package var overPolicyExamples: [Example] = []
        package var withoutExpiryExamples: [Example] = []

        package init(_ histogram: TTLHistogram) {
            sampled = histogram.sampled
            buckets = histogram.display.map {
                Bucket(fromSeconds: $0.fromSeconds, toSeconds: $0.toSeconds, keys: $0.keys)
            }
            withoutExpiry = histogram.withoutExpiry
            overPolicy = histogram.overPolicy
            p50Seconds = histogram.quantile(0.5)
            p90Seconds = histogram.quantile(0.9)
            expiringIn10Seconds = histogram.expiringIn10Seconds
        }
    }

    package struct Example: Sendable, Hashable, Codable {
        package var key: String
        /// Left when the sweep looked; null: it never expires.
        @Nullable package var ttlSeconds: Double?
        @Nullable package var bytes: UInt64?

        init(_ example: KeyExamples.Example) {
            key = KeyText.text(example.key)
            ttlSeconds = example.pttl.map { Double($0) / 1000 }
            bytes = example.bytes
        }
    }

    package struct Bucket: Sendable, Hashable, Codable {
        package var fromSeconds: Double
        /// null: without an upper end.
        @Nullable package var toSeconds: Double?
        package var keys: Int

        package init(fromSeconds: Double, toSeconds: Double?, keys: Int) {
            self.fromSeconds = fromSeconds
            self.toSeconds = toSeconds
            self.keys = keys
        }
    }

    /// What one TTL would bring; null where it was not observed for twice as long.
    package struct TTLStep: Sendable, Hashable, Codable {
        /// null: until invalidated.
        @Nullable package var ttlSeconds: Double?
        @Nullable package var hitRate: Double?
        /// Half the width of the 95 % interval, and how far the simulation errs at the present TTL.
        @Nullable package var error: Double?
        /// The mean age of a copy that is served; null without an upper end.
        @Nullable package var staleSeconds: Double?
        @Nullable package var bytes: UInt64?
        @Nullable package var originLoadsPerSecond: Double?

        /// - Parameter bytes: of the resource's copies as they are.
        package init(_ finding: TTLFinding, bytes: UInt64?) {
            ttlSeconds = finding.ttlSeconds
            hitRate = finding.hitRate
            error = finding.error
            staleSeconds = finding.staleSeconds
            originLoadsPerSecond = finding.originLoadsPerSecond
            self.bytes = bytes.flatMap { bytes in
                finding.copies.map { UInt64(saturating: Double(bytes) * $0) }
            }
        }
    }

    package struct DeadGenerations: Sendable, Hashable, Codable {
        package var keys: UInt64
        @Nullable package var bytes: UInt64?
        /// When the last of them expires; null while one never does or could not be asked, 0 when
        /// there are none.
        @Nullable package var goneInSeconds: Double?

        package init(keys: UInt64, bytes: UInt64?, goneInSeconds: Double?) {
            self.keys = keys
            self.bytes = bytes
            self.goneInSeconds = goneInSeconds
        }
    }
}
