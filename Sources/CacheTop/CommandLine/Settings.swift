import Dashboard
import Foundation
import LiveCache
import Metrics
import RedisClient

/// What the options, the variables and the configuration file come to: an option wins over a
/// variable, a variable over the file.
struct Settings {
    var endpoint: RedisEndpoint
    var policy: CachePolicy
    var events: EventSource
    /// nil: all of the stream.
    var sinceSeconds: Double?
    var intervalSeconds: Double
    var isReadOnly: Bool
    var isProduction: Bool
    var wantsColor: Bool
    var isASCII: Bool
    var api: RevalidateAPI?
    var searchEngine: MeiliHost?

    typealias Environment = [String: String]

    init(
        _ options: CommonOptions, environment: Environment = ProcessInfo.processInfo.environment,
        prompt: (String) -> String? = PasswordPrompt.ask
    ) throws(Ending) {
        let source = try Source(options, environment)
        policy = source.file.policy ?? .standard
        isProduction = source.file.isProduction
        isReadOnly = try source.flag("read-only", options.readOnly)
        isASCII = try source.flag("ascii", options.ascii)
        let noColor = try source.flag("no-color", options.noColor)
        wantsColor = !noColor && (environment["NO_COLOR"] ?? "").isEmpty
        do {
            events = try EventSource(
                parsing: source.text("events", options.events) ?? "stream:cache:events")
        } catch {
            throw Ending(.usedWrongly, "\(error)")
        }
        let since = try source.seconds("since", options.since) ?? 300
        sinceSeconds = since == 0 ? nil : since
        intervalSeconds = try source.seconds("interval", options.interval) ?? 1
        guard (0.1...3600).contains(intervalSeconds) else {
            throw Ending(.usedWrongly, "--interval must lie between 100ms and 1h.")
        }
        endpoint = try source.endpoint(options, prompt: prompt)
        api = try source.api(options.revalidateURL)
        searchEngine = try source.searchEngine()
    }

    var liveCache: LiveCacheOptions {
        LiveCacheOptions(
            endpoint: endpoint, policy: policy, events: events,
            since: sinceSeconds.map { .milliseconds(Int64($0 * 1000)) },
            interval: .milliseconds(Int64(intervalSeconds * 1000)), searchEngine: searchEngine)
    }

    var invalidator: Invalidator {
        var eventKey: String?
        if case .stream(let key) = events { eventKey = key }
        return Invalidator(
            endpoint: endpoint, policy: policy, eventKey: eventKey, api: api,
            readOnly: isReadOnly, operatorName: Self.operatorName)
    }

    var dashboard: Setting {
        var setting = Setting(endpoint: endpoint.description, source: events.description)
        setting.isInsecure = endpoint.tls?.insecure ?? false
        setting.isReadOnly = isReadOnly
        setting.isProduction = isProduction
        setting.isASCII = isASCII
        setting.intervalSeconds = intervalSeconds
        setting.utcOffsetSeconds = TimeZone.current.secondsFromGMT()
        return setting
    }

    /// user@host, for the activity and the trail.
    static var operatorName: String {
        let user = ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }
}

/// Looks a setting up in the three places.
private struct Source {
    let environment: Settings.Environment
    let file: ConfigurationFile

    init(_ options: CommonOptions, _ environment: Settings.Environment) throws(Ending) {
        self.environment = environment
        guard let path = options.config ?? environment["CACHETOP_CONFIG"], !path.isEmpty else {
            file = ConfigurationFile()
            return
        }
        file = try ConfigurationFile(path: path)
    }

    private func variable(_ name: String) -> String {
        "CACHETOP_" + name.uppercased().replacingOccurrences(of: "-", with: "_")
    }

    /// An empty variable is as good as none.
    func text(_ name: String, _ option: String?, variable: String? = nil) -> String? {
        if let option { return option }
        let value = environment[variable ?? self.variable(name)] ?? ""
        return value.isEmpty ? file.options[name] : value
    }

    func flag(_ name: String, _ option: Bool) throws(Ending) -> Bool {
        guard !option, let text = text(name, nil) else { return option }
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default:
            throw Ending(.usedWrongly, "\(variable(name)) is '\(text)'; use true or false.")
        }
    }

    func seconds(_ name: String, _ option: String?) throws(Ending) -> Double? {
        guard let text = text(name, option) else { return nil }
        guard let seconds = TimeText.seconds(text) else {
            throw Ending(.usedWrongly, "--\(name) is '\(text)'; \(TimeText.hint).")
        }
        return seconds
    }

    func endpoint(
        _ options: CommonOptions, prompt: (String) -> String?
    ) throws(Ending) -> RedisEndpoint {
        let url = text("redis", options.redis, variable: "REDIS_URL") ?? "redis://127.0.0.1:6379/0"
        var endpoint: RedisEndpoint
        do {
            endpoint = try RedisEndpoint(parsing: url)
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
        if options.redis != nil, endpoint.password != nil {
            throw Ending(
                .usedWrongly,
                "a password in --redis can be read by everyone on this host; put it into "
                    + "REDIS_PASSWORD, or the whole URL into REDIS_URL.")
        }
        if let password = environment["REDIS_PASSWORD"], !password.isEmpty {
            endpoint.password = password
        }
        if endpoint.tls != nil {
            endpoint.tls?.caFile = text("tls-ca", options.tlsCA)
            endpoint.tls?.serverName = text("tls-servername", options.tlsServerName)
            endpoint.tls?.insecure = try flag("tls-insecure", options.tlsInsecure)
        } else if options.tlsCA != nil || options.tlsServerName != nil || options.tlsInsecure {
            throw Ending(
                .usedWrongly, "the --tls options need a rediss:// URL; this one is \(endpoint).")
        }
        if endpoint.username != nil, endpoint.password == nil {
            endpoint.password = prompt("Password for \(endpoint): ")
        }
        return endpoint
    }

    func searchEngine() throws(Ending) -> MeiliHost? {
        guard let text = text("meilisearch", nil, variable: "MEILI_HOST") else { return nil }
        do {
            return try MeiliHost(parsing: text)
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
    }

    func api(_ option: String?) throws(Ending) -> RevalidateAPI? {
        guard let url = text("revalidate-url", option, variable: "REVALIDATE_URL") else {
            return nil
        }
        let types = environment["REVALIDATE_TYPES"] ?? ""
        return RevalidateAPI(
            url: url, secret: environment["REVALIDATE_SECRET"].flatMap { $0.isEmpty ? nil : $0 },
            types: types.isEmpty
                ? ["product", "category", "search", "global"]
                : Set(
                    types.split(separator: ",").map {
                        $0.trimmingCharacters(in: .whitespaces)
                    }))
    }
}
