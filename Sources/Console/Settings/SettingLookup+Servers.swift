package import Metrics
package import RedisClient

// Where the shop's servers are. Both programs ask here, so that a variable means the same to both.

extension SettingLookup {
    /// - Parameter prompt: asks for the password of a user who has none; nil: there is no terminal.
    package func endpoint(
        _ options: RedisOptions, clientName: String, prompt: (String) -> String?
    ) throws(Ending) -> RedisEndpoint {
        let url = text("redis", options.url, variable: "REDIS_URL") ?? "redis://127.0.0.1:6379/0"
        var endpoint: RedisEndpoint
        do {
            endpoint = try RedisEndpoint(parsing: url)
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
        endpoint.clientName = clientName
        if options.url != nil, endpoint.password != nil {
            throw Ending(
                .usedWrongly,
                "a password in --redis can be read by everyone on this host; put it into "
                    + "REDIS_PASSWORD, or the whole URL into REDIS_URL.")
        }
        endpoint.password = variables.secret("REDIS_PASSWORD") ?? endpoint.password
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

    /// nil: there is no search engine.
    package func searchEngine() throws(Ending) -> MeiliHost? {
        guard let text = text("meilisearch", nil, variable: "MEILI_HOST") else { return nil }
        do {
            return try MeiliHost(parsing: text)
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
    }
}
