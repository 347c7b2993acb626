import ArgumentParser
import Console

struct StorefrontCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storefront",
        abstract: "The reference shop's caching layer: what cachetop watches.",
        discussion: """
            A shop answers from Redis what it can, and loads the rest from its catalogue, leaving a \
            copy behind (cache-aside). After each answer it publishes to the stream cache:events whether \
            that was a hit or a miss; cachetop reads it there. Keys, lifetimes and version counters \
            are those of the shop's policy.
            """,
        subcommands: [
            ServeCommand.self, WarmCommand.self, ListenCommand.self, EditCommand.self,
            LoadCommand.self, CheckCacheCommand.self,
        ])
}

@main
enum StorefrontProgram {
    static func main() { Program.run(StorefrontCommand.self) }
}
