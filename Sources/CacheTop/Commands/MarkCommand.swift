import ArgumentParser
import Console
import LiveCache
import Metrics

struct MarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Writes a mark, as of a deployment, that every dashboard shows in its timeline.",
        discussion: """
            The mark goes to the stream cachetop:audit on the Redis of --redis, with the server's time \
            and the name of --as. It is one line of at most 200 bytes. The user needs +xadd for the \
            key cachetop:audit and nothing else. Refused with --read-only.

              cachetop mark "deploy 42"
              cachetop mark --as ci "deploy 43 of the search API"
            """)

    @Argument(help: "What happened, in one line.")
    var text: [String]

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let text: MarkText
        do {
            text = try MarkText(self.text.joined(separator: " "))
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
        let settings = try Settings(common)
        do {
            try await settings.invalidator.mark(text)
        } catch {
            throw Ending(error.isRefusal ? .refused : .failed, error.description)
        }
        try Output.put("Marked: \(text)\n")
    }
}
