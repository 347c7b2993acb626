import ArgumentParser
import Foundation

/// The command line's root. What each command means is in contracts' section 4; the statuses it
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

            Every option is also a variable: REDIS_URL and REVALIDATE_URL as in the shop's .env, \
            else CACHETOP_ and the option's name, as in CACHETOP_TLS_CA. Secrets are never \
            options: REDIS_PASSWORD, REVALIDATE_SECRET. With MEILI_HOST=http://HOST:7700 the header \
            says how the shop's search engine is.

            Exit status: 0 done, 1 failed, 2 used wrongly, 3 refused by read-only or a guard, \
            4 not confirmed.
            """,
        version: "cachetop 0.1.0",
        subcommands: [
            Watch.self, SnapshotCommand.self, Purge.self, PolicyCommand.self, Render.self,
            Demo.self,
        ],
        defaultSubcommand: Watch.self)
}

@main
enum Program {
    static func main() async {
        // Swift repairs what is no UTF-8, and a repaired key is another key.
        let words = UnsafeBufferPointer(
            start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)
        ).dropFirst()
        guard words.allSatisfy({ $0.flatMap { String(validatingCString: $0) } != nil }) else {
            Ending.complain(
                "an argument is no UTF-8, so it can't be taken as it is; for a key with such bytes "
                    + "use 'purge pattern' with a ? for each.")
            exit(Ending.Status.usedWrongly.rawValue)
        }
        exit(await Ending.status(of: Array(CommandLine.arguments.dropFirst())))
    }
}

/// How a command ends that does not end well: a sentence for standard error, and a status.
struct Ending: Error, CustomStringConvertible {
    enum Status: Int32 {
        case failed = 1
        case usedWrongly = 2
        case refused = 3
        case notConfirmed = 4
    }

    let status: Status
    let description: String

    init(_ status: Status, _ sentence: String) {
        self.status = status
        description = sentence
    }

    /// Parses and runs, and tells what the process ends with.
    static func status(of arguments: [String]) async -> Int32 {
        do {
            var command = try CacheTop.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let ending as Ending {
            complain(ending.description)
            return ending.status.rawValue
        } catch {
            // Help and the version are no errors; all else that the parser says is wrong use.
            let isHelp = CacheTop.exitCode(for: error) == .success
            let message = CacheTop.fullMessage(for: error)
            if isHelp {
                print(message)
                return 0
            }
            Output.tell(message + "\n")
            return Status.usedWrongly.rawValue
        }
    }

    static func complain(_ sentence: String) {
        Output.tell("cachetop: \(sentence)\n")
    }
}
