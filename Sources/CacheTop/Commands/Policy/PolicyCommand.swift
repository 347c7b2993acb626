import ArgumentParser
import Console
import LiveCache
import Metrics
import RedisClient

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Says what the caching policy makes of the keys in Redis.",
        subcommands: [PolicyCheckCommand.self])
}
