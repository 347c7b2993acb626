import ArgumentParser
import Metrics

/// The names of a program's commands, for a word that is none of them.
enum CommandNames {
    /// The sentence about the first word that should be a command and is not; nil: there is none.
    static func problem(_ root: any ParsableCommand.Type, _ arguments: [String]) -> String? {
        var command = root
        var path = name(of: root)
        for word in arguments where word != "help" {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
            guard let next = known.first(where: { names(of: $0).contains(word) }) else {
                return sentence(word, known.map(name), path)
            }
            command = next
            path += " \(word)"
        }
        return nil
    }

    private static func sentence(_ word: String, _ known: [String], _ path: String) -> String {
        var nearest = NearestNames(to: Array(word.utf8))
        for name in known { nearest.add(Array(name.utf8)) }
        let meant = nearest.nearest.first.map {
            "did you mean '\(String(decoding: $0, as: UTF8.self))'? "
        }
        return "there is no command '\(word)'; \(meant ?? "")Commands: "
            + known.joined(separator: ", ") + ". '\(path) --help' describes them."
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [name(of: command)] + command.configuration.aliases
    }
}
