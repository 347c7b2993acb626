import Console
import Dashboard
import FoundationEssentials
import Invalidation
import LiveCache
import Logging
import Metrics
import RedisClient

/// What the options, the variables and the configuration file come to: an option wins over a
/// variable, a variable over the file; of guards the strictest wins.
struct Settings {
    var endpoint: RedisEndpoint
    var policy: CachePolicy
    var events: EventSource
    var eventPattern: EventPattern?
    /// nil: all of the stream.
    var sinceSeconds: Double?
    /// It is not the default.
    var isSinceGiven: Bool
    var intervalSeconds: Double
    var wantsInsight: Bool
    var streamDecoding: ReplyDecoding
    var guards = InvalidationGuards()
    var purgeBatch: Int
    var pace: Pace
    /// The first bytes of a value are read where an operator asks for them.
    var readsValues: Bool
    var operatorName: String
    /// nil: no file is written.
    var auditFile: String?
    /// Why there is no audit trail, though it was not switched off.
    var trailProblem: String?
    var wantsColor: Bool
    var wantsMouse: Bool
    var isASCII: Bool
    var api: RevalidateAPI?
    var searchEngine: MeiliHost?
    var logger: Logger
    var alerts: AlertSettings
    private let lookup: SettingLookup

    typealias Environment = [String: String]

    init(
        _ options: CommonOptions, environment: Environment = ProcessInfo.processInfo.environment,
        prompt: (String) -> String? = PasswordPrompt.ask
    ) throws(Ending) {
        let source = try SettingsSource(options, environment)
        policy = source.file.policy ?? .standard
        alerts = source.file.alerts
        lookup = source.lookup
        guards = try source.guards(options)
        purgeBatch =
            try source.count("purge-batch", options.purgeBatch, 1...100_000)
            ?? PurgePace.standardBatch
        pace = try source.pace(options.pace)
        operatorName = source.text("as", options.operatorName) ?? Self.userAndHost
        auditFile = source.auditFile(options.auditFile)
        trailProblem = source.trailProblem(options.auditFile)
        isASCII = try source.flag("ascii", options.ascii)
        wantsMouse = !(try source.flag("no-mouse", options.noMouse))
        readsValues = !(try source.flag("no-values", options.noValues))
        let noColor = try source.flag("no-color", options.noColor)
        wantsColor = !noColor && source.lookup.variables.text("NO_COLOR") == nil
        events = try source.events(options.events)
        eventPattern = try source.eventPattern(options.eventsLine, events)
        let given = try source.lookup.seconds("since", options.since)
        isSinceGiven = given != nil
        let since = given ?? 300
        sinceSeconds = since == 0 ? nil : since
        intervalSeconds =
            try source.lookup.seconds(
                "interval", options.interval, in: 0.1...3600,
                hint: "use a time from 100ms to 1h, as in 500ms, 1s, 1m") ?? 1
        wantsInsight = try source.insight(options.insight)
        streamDecoding = try source.streamDecoding()
        endpoint = try source.lookup.endpoint(
            options.redis, clientName: "cachetop", prompt: prompt)
        api = try source.api(options)
        searchEngine = try source.lookup.searchEngine()
        logger = try source.lookup.logger(options.log, label: "cachetop")
    }

    /// nil: none is run.
    func alertCommand(_ option: String?) throws(Ending) -> AlertCommand? {
        guard let setting = lookup.setting("on-alert", option), setting.text != "none" else {
            return nil
        }
        return try AlertCommand(setting)
    }

    func ringsBell(_ option: Bool) throws(Ending) -> Bool { try lookup.flag("bell", option) }

    /// nil: as fast as the terminal takes it.
    func lineSpeed(_ option: String?) throws(Ending) -> LineSpeed? {
        try LineSpeed(lookup.setting("line-speed", option))
    }

    static let environments: Set = ["production", "staging", "development"]

    var isReadOnly: Bool { guards.isReadOnly }
    var isProduction: Bool { guards.isProduction }

    var liveCache: LiveCacheOptions {
        var live = LiveCacheOptions(
            endpoint: endpoint, policy: policy, events: events,
            since: sinceSeconds.map { .milliseconds(Int64($0 * 1000)) },
            interval: .milliseconds(Int64(intervalSeconds * 1000)), searchEngine: searchEngine,
            logger: logger, eventPattern: eventPattern)
        live.readsValues = readsValues
        live.secrets =
            [endpoint.password, api?.secret].compactMap(\.self)
            + (api.flatMap { ServiceURL($0.url) }?.secrets ?? [])
        live.wantsInsight = wantsInsight
        live.streamDecoding = streamDecoding
        live.alerts = alerts
        return live
    }

    var invalidator: Invalidator {
        var eventKey: String?
        if case .stream(let key) = events { eventKey = key }
        var invalidator = Invalidator(
            endpoint: endpoint, policy: policy, eventKey: eventKey, api: api, guards: guards,
            operatorName: operatorName, trail: auditFile.map { AuditTrail(path: $0) },
            pace: PurgePace(batch: purgeBatch, pace: pace))
        invalidator.logger = logger
        return invalidator
    }

    var dashboard: StartFacts {
        var setting = StartFacts(endpoint: endpoint.description, source: events.description)
        setting.isInsecure = endpoint.tls?.insecure ?? false
        setting.isReadOnly = isReadOnly
        setting.isProduction = isProduction
        setting.isASCII = isASCII
        setting.intervalSeconds = intervalSeconds
        setting.alerts = alerts
        setting.purgeBatch = purgeBatch
        // Read-only, there is nothing to write to it.
        setting.startNotice = isReadOnly ? nil : trailProblem
        setting.utcOffsetSeconds = LocalTime.utcOffsetSeconds
        return setting
    }

    /// user@host, for the timeline and the trail.
    private static var userAndHost: String {
        let user = ProcessInfo.processInfo.environment["USER"] ?? ProcessInfo.processInfo.userName
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }
}
