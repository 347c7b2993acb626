import Foundation
import LiveCache
import Metrics
import RedisClient

/// Looks a setting up in the three places.
struct SettingsSource {
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

    func api(_ options: CommonOptions) throws(Ending) -> RevalidateAPI? {
        let option = options.revalidateURL
        let allowsPlain = try flag("allow-plain-http", options.allowPlainHTTP)
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
                    }),
            allowPlainHTTP: allowsPlain)
    }

    func searchEngine() throws(Ending) -> MeiliHost? {
        guard let text = text("meilisearch", nil, variable: "MEILI_HOST") else { return nil }
        do {
            return try MeiliHost(parsing: text)
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
    }
}
