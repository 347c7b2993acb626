import ArgumentParser
import Foundation
import RedisClient

/// Which Redis: the same options and variables as cachetop's.
struct RedisOptions: ParsableArguments {
    @Option(
        name: .customLong("redis"),
        help: ArgumentHelp(
            "Where Redis is; without it $REDIS_URL, else redis://127.0.0.1:6379.",
            discussion: """
                redis://[user@]host[:port][/db], rediss:// for TLS, unix:///path[?db=N]. A password \
                is taken from $REDIS_PASSWORD or $REDIS_URL, never from here: arguments are public.
                """, valueName: "url"))
    var url: String?

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp("The authorities to trust with rediss://.", valueName: "file"))
    var authorities: String?

    /// - Throws: `ValidationError`, a sentence without anything of the URL in it.
    func endpoint(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> RedisEndpoint {
        var endpoint: RedisEndpoint
        do {
            let text = url ?? environment["REDIS_URL"] ?? "redis://127.0.0.1:6379"
            endpoint = try RedisEndpoint(parsing: text)
        } catch {
            throw ValidationError("\(error)")
        }
        if url != nil, endpoint.password != nil {
            throw ValidationError(
                "A password in --redis can be read by everyone on this machine: put it into"
                    + " REDIS_PASSWORD, or the whole URL into REDIS_URL.")
        }
        if let password = environment["REDIS_PASSWORD"], !password.isEmpty {
            endpoint.password = endpoint.password ?? password
        }
        if let authorities { endpoint.tls?.caFile = authorities }
        endpoint.clientName = "storefront"
        return endpoint
    }
}
