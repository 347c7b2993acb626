import ArgumentParser
import Console
import Metrics

/// The command line's root. What each command means is in docs/contracts.md, 4; the statuses it
/// ends with are `Ending`'s.
struct CacheTop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cachetop",
        abstract:
            "htop for a shop's cache: what Redis holds, how often it is hit, and a way to invalidate precisely.",
        discussion: """
            Without a command it opens the dashboard. Three ways to begin:

              cachetop demo
                  a private Redis and a shop under load; nothing of yours is touched
              REDIS_URL=rediss://watcher@cache-1:6379 cachetop --read-only
                  look at a real shop without being able to change it
              cachetop snapshot --output now.json
                  everything the dashboard knows, once, as JSON

            Options that most shops need ('cachetop help watch' lists all of them):

              --redis URL       which Redis: redis://, rediss:// (TLS), unix://
              --tls-ca FILE     trust the authorities in this file
              --read-only       refuse to change the cache
              --env NAME        production: every change wants its scope typed
              --events SOURCE   stream:KEY, pubsub:CHANNEL, log:FILE, log:- or none
              --since TIME      how far back in the stream to begin; 0: all of it
              --config FILE     these options and the shop's caching policy, as YAML

            Every option is also a variable: REDIS_URL and REVALIDATE_URL as in the shop's .env, \
            else CACHETOP_ and the option's name, as in CACHETOP_TLS_CA. Secrets are never \
            options: REDIS_PASSWORD, REVALIDATE_SECRET. With MEILI_HOST=http://HOST:7700 the header \
            says how the shop's search engine is.

            Exit status: 0 done or accepted by the API, 1 failed, 2 used wrongly, 3 refused by \
            read-only or a guard, 4 not confirmed.
            """,
        version: "cachetop \(CachetopVersion.current)",
        subcommands: [
            Watch.self, SnapshotCommand.self, ExplainCommand.self, EventsCommand.self, Purge.self,
            MarkCommand.self, CheckCommand.self, PolicyCommand.self, Render.self, ServeCommand.self,
            Demo.self,
        ],
        defaultSubcommand: Watch.self)
}

@main
enum CacheTopProgram {
    static func main() { Program.run(CacheTop.self) }
}

extension Ending {
    /// A sentence on standard error about something that ends nothing.
    static func complain(_ sentence: String) { Program.complain(sentence, as: "cachetop") }
}
