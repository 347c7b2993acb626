/// Everything that is known at one moment, derived: what the screen shows, what `snapshot`
/// writes and `render` draws (docs/contracts.md, 5). Unknown is nil, never 0.
package struct Snapshot: Sendable, Hashable, Codable {
    package static let schema = "cachetop.snapshot/3"
    /// What can be read: the fields that an older schema lacks are unknown.
    package static let readableSchemas: Set = [
        "cachetop.snapshot/1", "cachetop.snapshot/2", schema,
    ]

    package var schema = Snapshot.schema
    /// The end of the windows, on the server's clock.
    package var takenAt: Timestamp
    /// Without password.
    package var endpoint: String
    package var intervalSeconds: Double
    package var server = Server()
    package var memory = Memory()
    /// Whose the used memory is.
    package var memoryBy: [MemoryShare] = []
    /// At the present growth; null while memory does not grow, grows more and more slowly, is filled again after a
    /// fall, has no limit, or was not measured long enough.
    @Nullable package var secondsUntilFull: Double?
    /// What another maxmemory would bring; null: see `unavailable`.
    @Nullable package var memoryCurve: MemoryCurve?
    package var total = Total()
    package var resources: [ResourceReport] = []
    package var unclassified = Unclassified()
    package var versions: [Version] = []
    package var listeners: [Listener] = []
    package var topKeys: [TopKey] = []
    /// The keys of each resource that are looked up most, of the last five minutes.
    package var hotKeys: [HotKey] = []
    package var stampedes: [Stampede] = []
    package var expiryForecast: [ExpiryForecast] = []
    /// The keys of each counter by generation.
    package var generations: [GenerationReport] = []
    /// Where a counter and its keys do not go together.
    package var drift: [Drift] = []
    /// null: the events can't be read, or there are too few look-ups.
    @Nullable package var reconciliation: Reconciliation?
    /// What the operator searched for, and where it was found; null: nothing was searched for.
    @Nullable package var found: FoundKeys?
    /// The key that was looked at when the snapshot was written; null: none.
    @Nullable package var inspected: InspectedKey?
    package var events: Events
    package var invalidations: [InvalidationRecord] = []
    /// What happened, oldest first; marks too.
    package var timeline: [TimelineEntry] = []
    package var alerts: [Alert] = []
    /// Those that are over, as far as kept, the newest last.
    package var endedAlerts: [EndedAlert] = []
    /// What the configuration says of rules; null: in a file of a version without it, whose alerts may lack
    /// rules that are known now.
    @Nullable package var alertSettings: [AlertSetting]?
    /// What stands out, and what to do: most important first.
    package var findings: [Finding] = []
    package var unavailable: [Unavailable] = []
    /// null: none is set.
    @Nullable package var baseline: Baseline?
    /// null unless it was asked for.
    @Nullable package var history: Curves?

    /// Keys are spread over several nodes, and this one answers for its own only.
    package var isCluster: Bool { server.mode == "cluster" }

    package init(takenAt: Timestamp, endpoint: String, intervalSeconds: Double, source: String) {
        self.takenAt = takenAt
        self.endpoint = endpoint
        self.intervalSeconds = intervalSeconds
        events = Events(source: source)
    }

    package struct Server: Sendable, Hashable, Codable {
        @Nullable package var version: String?
        @Nullable package var mode: String?
        @Nullable package var role: ServerRole?
        @Nullable package var replicas: UInt64?
        @Nullable package var uptimeSeconds: UInt64?
        @Nullable package var connectedClients: UInt64?
        @Nullable package var opsPerSecond: Double?
        /// Share of one core.
        @Nullable package var cpuRatio: Double?
        /// INFO's raw values since the server's start.
        @Nullable package var hits: UInt64?
        @Nullable package var misses: UInt64?
        package var windows: [ServerWindow] = []
        @Nullable package var expiredPerSecond: Double?
        @Nullable package var evictedPerSecond: Double?
        /// The share of the last minute's look-ups that other watchers made by PTTL, TTL and
        /// OBJECT: they raise the hit rate. null before two readings of commandstats.
        @Nullable package var otherReadersRatio: Double?

        package init() {}
    }

    /// The server's own hit rate, cachetop's look-ups subtracted.
    package struct ServerWindow: Sendable, Hashable, Codable {
        package var seconds: Int
        @Nullable package var hitRate: Double?

        package init(seconds: Int, hitRate: Double?) {
            self.seconds = seconds
            self.hitRate = hitRate
        }
    }

    package struct Memory: Sendable, Hashable, Codable {
        @Nullable package var usedBytes: UInt64?
        @Nullable package var rssBytes: UInt64?
        @Nullable package var peakBytes: UInt64?
        /// 0: no limit.
        @Nullable package var maxBytes: UInt64?
        @Nullable package var fragmentationRatio: Double?
        @Nullable package var policy: String?
        /// Used bytes, one a minute, oldest first.
        package var history: [UInt64] = []
        /// 0: neither more nor less; null: not measured long enough.
        @Nullable package var growthBytesPerSecond: Double?
        /// Over how long that was measured: five minutes, or since it changed; null: not measured.
        @Nullable package var growthSeconds: Double?
        /// By how much it goes up and down beside that growth; null: not measured.
        @Nullable package var growthSwingBytes: UInt64?
        /// It slows so that it comes to an end below the limit; null: not measured.
        @Nullable package var growthSlows: Bool?
        /// When it fell suddenly, or Redis was restarted: what was lost is filled again, which is no growth for
        /// good. null: it did not, or is what it was.
        @Nullable package var refillingSince: Timestamp?
        /// What this says of when it is full, or why nothing; null: nothing was measured.
        @Nullable package var outlook: MemoryOutlook?
        /// For how long growth has to be known before it is said when memory is full; null: it is said, or is not
        /// waited for.
        @Nullable package var forecastNeedsSeconds: Double?

        package init() {}
    }

    package struct Total: Sendable, Hashable, Codable {
        package var hits: UInt64 = 0
        package var misses: UInt64 = 0
        @Nullable package var hitRate: Double?
        package var windows: [Window] = []
        /// Hit rate of each second of the last minute, oldest first; null without look-ups.
        package var minute: [Double?] = []

        package init() {}
    }

    package struct Version: Sendable, Hashable, Codable {
        package var name: String
        package var key: String
        @Nullable package var value: Int64?
        @Nullable package var changedAt: Timestamp?
        @Nullable package var changesPerHour: Double?

        package init(
            name: String, key: String, value: Int64?, changedAt: Timestamp?,
            changesPerHour: Double?
        ) {
            self.name = name
            self.key = key
            self.value = value
            self.changedAt = changedAt
            self.changesPerHour = changesPerHour
        }
    }

    /// A listener that was seen in this run: what it last said of itself. `unavailable` says whether that is
    /// old, or can't be read.
    package struct Listener: Sendable, Hashable, Codable {
        package var name: String
        @Nullable package var at: Timestamp?
        @Nullable package var position: Int64?
        @Nullable package var backlog: Int64?
        @Nullable package var secondRemovals: Int64?

        package init(name: String, _ beat: ListenerBeat) {
            self.name = name
            at = beat.at
            position = beat.position
            backlog = beat.backlog
            secondRemovals = beat.secondRemovals
        }
    }

    /// Hits and misses that are surely this key's: lower bounds once more keys were missed than
    /// `TopKeys` has counters. Those of the windows likewise; a window in which the key was not among those
    /// that are counted is missing.
    package struct TopKey: Sendable, Hashable, Codable {
        package var key: String
        /// true: of a moment of the past, where only the beginning of a long name is kept.
        @Nullable package var keyIsCut: Bool?
        @Nullable package var resource: String?
        package var hits: UInt64
        package var misses: UInt64
        package var windows: [Window] = []
        /// What PTTL and MEMORY USAGE said lately; null where they were not asked.
        @Nullable package var life: KeyLife?
        @Nullable package var ttlSeconds: Double?
        @Nullable package var bytes: UInt64?

        package init(key: String, resource: String?, hits: UInt64, misses: UInt64) {
            self.key = key
            self.resource = resource
            self.hits = hits
            self.misses = misses
        }
    }

    package struct Events: Sendable, Hashable, Codable {
        package var source: String
        package var received: UInt64 = 0
        package var unknown: UInt64 = 0
        /// Pairs or lines of which an event was made; null in a file of an older schema.
        @Nullable package var understood: UInt64?
        /// Lines read, of which most may have nothing to do with the cache; null for a stream.
        @Nullable package var lines: UInt64?
        /// The newest entry or line that was not understood, cut, as printable text.
        @Nullable package var example: String?
        package var resets: UInt64 = 0
        package var gaps: UInt64 = 0
        @Nullable package var lostEntries: UInt64?
        package var dropped: UInt64 = 0
        @Nullable package var lagSeconds: Double?
        /// The moment from which on hits and misses are counted: as far back as the source could be read.
        @Nullable package var countedFrom: Timestamp?
        /// For so long all look-ups were read, without a gap: what causes and TTLs are judged by. null with
        /// `--insight off`, and before the first event.
        @Nullable package var observedSeconds: Double?

        package init(source: String) { self.source = source }
    }
}
