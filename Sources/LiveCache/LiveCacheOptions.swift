package import Logging
package import Metrics
package import RedisClient

/// What to watch and how gently.
package struct LiveCacheOptions: Sendable {
    package var endpoint: RedisEndpoint
    package var policy: CachePolicy
    package var events: EventSource
    /// Another form of an event in a line, beside those that are known.
    package var eventPattern: EventPattern?
    /// How far back in the stream to begin; nil: all that it holds.
    package var since: Duration?
    /// From the reply to one INFO to the next INFO.
    package var interval: Duration
    /// The budget of the keyspace sweep in the dashboard; a snapshot sweeps at full speed.
    package var sweepKeysPerSecond: Int
    /// The search engine whose health is asked for every five seconds; nil: there is none.
    package var searchEngine: MeiliHost?
    /// How long a command is left alone that this user may not send.
    package var retryRefusedAfter: Duration = .seconds(60)
    /// Whether the first bytes of a value are read where an operator asks for them.
    package var readsValues = true
    /// What must not be shown, whatever it is found in.
    package var secrets: [String] = []
    /// Whether the stream's last hour is read back at the start.
    package var readsLastHour = false
    /// Whether misses are put down to causes; it costs memory and a little time.
    package var wantsInsight = true
    /// What decodes the replies of the event stream.
    package var streamDecoding = ReplyDecoding.inPlace
    /// Which alert rules are on, and their numbers.
    package var alerts = AlertSettings()
    package var logger: Logger

    package init(
        endpoint: RedisEndpoint, policy: CachePolicy = .standard,
        events: EventSource = .stream(key: "cache:events"), since: Duration? = .seconds(300),
        interval: Duration = .seconds(1), sweepKeysPerSecond: Int = 2000,
        searchEngine: MeiliHost? = nil, logger: Logger = .silent, eventPattern: EventPattern? = nil
    ) {
        self.endpoint = endpoint
        self.policy = policy
        self.events = events
        self.eventPattern = eventPattern
        self.since = since
        self.interval = interval
        self.sweepKeysPerSecond = sweepKeysPerSecond
        self.searchEngine = searchEngine
        self.logger = logger
    }

    var refusals: Refusals { Refusals(seconds: retryRefusedAfter.seconds) }

    /// The grammar that collectors and `History` share: the stream's own key is no cache key.
    package var grammar: KeyGrammar {
        if case .stream(let key) = events { return KeyGrammar(policy: policy, eventKey: key) }
        return KeyGrammar(policy: policy)
    }
}
