/// What a purge will cost, worked out before it: what goes, what will miss, how long the edge lags.
///
/// Every unknown is nil: that the API decides what goes, or that a user may not SCAN, is no 0.
/// Rates are of the shop's own look-ups, so they are the extra load that the origin will see.
package struct BlastRadius: Sendable, Hashable, Codable {
    /// Keys that go by their UNLINK, counted live; nil when the API decides, and for what only
    /// raises counters (see `generations`).
    @Nullable package var keys: UInt64?
    /// Their MEMORY USAGE; of a sample extrapolated when `estimated`.
    @Nullable package var bytes: UInt64?
    /// Whether `bytes` and `life` come from a sample of the keys; nil without keys.
    @Nullable package var estimated: Bool?
    /// Keys that the scope names and that are not there.
    @Nullable package var missingKeys: UInt64?
    /// nil when no key's time to live could be asked.
    @Nullable package var life: Life?
    package var hits: Hits
    /// One for each resource whose counter is raised.
    package var generations: [Generation]
    /// One for each resource that is affected, in the policy's order.
    package var edge: [EdgeHorizon]
    /// Who purged or bumped the same in the last ten minutes, this operator and those still at it
    /// included, newest first; nil: not known.
    @Nullable package var recent: [InvalidationRecord]?
    /// Identifiers that are there and are nearest to one that is not; nil: not looked for, since the
    /// plan finds something, or they could not be read.
    @Nullable package var suggestions: [String]?
    /// What else shows the same data, by the policy's `also-in`: it is purged by a scope of its own, or
    /// new when its time is up. nil: the policy names nothing.
    @Nullable package var alsoIn: [AlsoIn]?
    /// Whether the figures are those of one node of a cluster; nil: INFO does not say.
    @Nullable package var oneNodeOnly: Bool?

    package init(hits: Hits = Hits(), edge: [EdgeHorizon] = []) {
        self.hits = hits
        generations = []
        self.edge = edge
    }

    /// What the policy says of a scope, before anything was counted.
    package init(of scope: InvalidationScope, by policy: CachePolicy) {
        self.init(edge: policy.edge(of: scope))
        alsoIn = policy.alsoIn(of: scope)
    }

    /// A resource that shows the data of another one.
    package struct AlsoIn: Sendable, Hashable, Codable {
        package var resource: String
        /// The longest time for which an old copy may be seen: in Redis, and then at the edge.
        package var seconds: Int

        package init(resource: String, seconds: Int) {
            self.resource = resource
            self.seconds = seconds
        }
    }

    /// How much longer the keys would have lived.
    package struct Life: Sendable, Hashable, Codable {
        /// Keys that were asked; percentiles are of those of them that expire.
        package var sampled: UInt64
        @Nullable package var p50Seconds: Double?
        @Nullable package var p90Seconds: Double?
        @Nullable package var longestSeconds: Double?
        package var withoutExpiry: UInt64

        package init(
            sampled: UInt64, p50Seconds: Double?, p90Seconds: Double?, longestSeconds: Double?,
            withoutExpiry: UInt64
        ) {
            self.sampled = sampled
            self.p50Seconds = p50Seconds
            self.p90Seconds = p90Seconds
            self.longestSeconds = longestSeconds
            self.withoutExpiry = withoutExpiry
        }
    }

    /// The hits of the last minute that will turn into misses.
    package struct Hits: Sendable, Hashable, Codable {
        package enum Basis: String, Sendable, Hashable, Codable {
            /// Tallies of whole resources, as the hit-rate panel counts them. Where a bump leaves
            /// live keys alone (`notAffected`), their hits are in it: an upper bound.
            case tallies
            /// The last 60 s of the event stream, read whole, these very keys.
            case stream
            /// The stream's newest 50,000 entries, which reach back `seconds` only: the rate of
            /// that time, not of the minute.
            case streamCut
            case unknown
        }

        /// nil exactly when the basis is `unknown`.
        @Nullable package var perSecond: Double?
        package var basis: Basis
        /// How long a time the rate is of.
        @Nullable package var seconds: Double?

        package init(perSecond: Double? = nil, basis: Basis = .unknown, seconds: Double? = nil) {
            self.perSecond = perSecond
            self.basis = perSecond == nil ? .unknown : basis
            self.seconds = perSecond == nil ? nil : seconds
        }
    }

    /// What a raised counter leaves dead of one resource, by the survey of `sweptAt`.
    package struct Generation: Sendable, Hashable, Codable {
        package var resource: String
        /// The counter's key.
        package var counter: String
        /// The generation that dies: the counter's value now; nil: missing, or unknown.
        @Nullable package var value: Int64?
        /// Keys of that generation.
        @Nullable package var keys: UInt64?
        @Nullable package var bytes: UInt64?
        /// Live keys of the resource that the bump does not reach: those without a generation,
        /// and those of a later one.
        @Nullable package var notAffected: UInt64?
        /// Whether the survey was a sample or too slow to be exact.
        @Nullable package var estimated: Bool?
        @Nullable package var sweptAt: Timestamp?

        package init(resource: String, counter: String, value: Int64?) {
            self.resource = resource
            self.counter = counter
            self.value = value
        }
    }

    /// Until when the edge may serve a resource's old copy, in seconds after the purge.
    package struct EdgeHorizon: Sendable, Hashable, Codable {
        package var resource: String
        /// s-maxage and stale-while-revalidate together; nil: not on the CDN.
        @Nullable package var cdnSeconds: Int?
        /// nil: no page is built from it.
        @Nullable package var isrSeconds: Int?

        package init(_ resource: Resource) {
            self.resource = resource.name
            cdnSeconds = resource.cdnSeconds.map { $0 + (resource.swrSeconds ?? 0) }
            isrSeconds = resource.isrSeconds
        }

        package var longestSeconds: Int { max(cdnSeconds ?? 0, isrSeconds ?? 0) }
    }

    /// The longest of the affected resources' horizons.
    package var edgeSeconds: Int { edge.map(\.longestSeconds).max() ?? 0 }
}
