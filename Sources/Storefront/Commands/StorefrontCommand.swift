import ArgumentParser
import Foundation

@main
struct StorefrontCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storefront",
        abstract: "The reference shop's caching layer: what cachetop watches.",
        discussion: """
            A shop answers from Redis what it can, and loads the rest from its catalogue, leaving a \
            copy behind (cache-aside). After each answer it tells the stream cache:events whether \
            that was a hit or a miss; cachetop reads it there. Keys, lifetimes and version counters \
            are those of the shop's policy.
            """,
        subcommands: [
            ServeCommand.self, WarmCommand.self, ListenCommand.self, EditCommand.self,
            LoadCommand.self, CheckCacheCommand.self,
        ])

    /// As ArgumentParser's own, but a wrong use is exit status 2, as with cachetop.
    static func main() async {
        StandardStream.ignoreClosedPipes()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            guard !code.isSuccess else { exit(withError: error) }
            StandardStream.error.write(fullMessage(for: error) + "\n")
            Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
