package import Metrics
package import RedisClient

// Where the shop's servers are. Both programs ask here, so that a variable means the same to both.

extension SettingLookup {
    /// - Parameter prompt: asks for the password of a user who has none; nil: there is no terminal.
    package func endpoint(
        _ options: RedisOptions, clientName: String, prompt: (String) -> String?
    ) throws(Ending) -> RedisEndpoint {
        let url =
            setting("redis", options.url, variable: "REDIS_URL")
            ?? Setting("redis://127.0.0.1:6379/0", from: "the default")
        var endpoint: RedisEndpoint
        do {
            endpoint = try RedisEndpoint(parsing: url.text)
        } catch {
            throw Ending(.usedWrongly, "\(error.description) (It comes from \(url.place).)")
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
            endpoint.tls = try tls(options)
        } else if options.hasTLS {
            throw Ending(
                .usedWrongly, "the --tls options need a rediss:// URL; this one is \(endpoint).")
        }
        if endpoint.username != nil, endpoint.password == nil {
            endpoint.password = prompt("Password for \(endpoint): ")
        }
        return endpoint
    }

    private func tls(_ options: RedisOptions) throws(Ending) -> RedisTLS {
        let tls = RedisTLS(
            caFile: text("tls-ca", options.tlsCA),
            serverName: text("tls-servername", options.tlsServerName),
            insecure: try flag("tls-insecure", options.tlsInsecure),
            certificateFile: text("tls-cert", options.tlsCert),
            keyFile: text("tls-key", options.tlsKey))
        if tls.keyFile != nil, tls.certificateFile == nil {
            throw Ending(
                .usedWrongly, "--tls-key needs the certificate of that key: add --tls-cert FILE.")
        }
        return tls
    }

    /// nil: there is no search engine.
    package func searchEngine() throws(Ending) -> MeiliHost? {
        guard let setting = setting("meilisearch", nil, variable: "MEILI_HOST") else { return nil }
        do {
            return try MeiliHost(parsing: setting.text)
        } catch {
            throw Ending(.usedWrongly, "\(setting.place) \(error.problem)")
        }
    }
}
