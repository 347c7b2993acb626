// What an error reply means. The code, its first word, decides; where Redis has only `ERR` for it, the
// beginning of its sentence does, and nowhere else than here.

extension RedisServerError {
    /// What an error reply means for whoever connects or asks; without a meaning of its own it is `server`.
    var kind: RedisError.Kind {
        switch code {
        case "NOAUTH": .noAuth
        case "WRONGPASS": .wrongPassword
        case "NOPERM": .noPermission
        case "LOADING": .loading
        case "ERR" where message.hasPrefix("ERR max number of clients"): .tooManyClients
        default: .server
        }
    }

    /// The same for the reply to AUTH, to which servers before 6 say only ERR.
    func kind(ofAuthAs user: String?) -> RedisError.Kind {
        guard kind == .server, code == "ERR", !isUnknownCommand else { return kind }
        if message.hasPrefix("ERR invalid password") { return .wrongPassword }
        if user != nil {
            return message.hasPrefix("ERR wrong number of arguments") ? .userNotExpected : kind
        }
        let isNotSet = ["ERR AUTH <password> called without", "ERR Client sent AUTH, but no"]
        return isNotSet.contains(where: message.hasPrefix) ? .passwordNotExpected : kind
    }

    /// This server does not know the command, whoever asks.
    package var isUnknownCommand: Bool {
        code == "ERR"
            && ["ERR unknown command", "ERR unknown subcommand"].contains(where: message.hasPrefix)
    }

    package var isNoSuchKey: Bool { message.hasPrefix("ERR no such key") }

    /// The value of a counter is text, or a number beyond 64 bits.
    package var isNotAnInteger: Bool { code == "ERR" && message.contains("not an integer") }

    /// INCR would leave the range of 64 bits.
    package var isOverflow: Bool { code == "ERR" && message.contains("overflow") }

    /// Another node of a cluster has the key.
    package var isElsewhere: Bool { ["MOVED", "ASK"].contains(code) }

    /// Which one: "MOVED 3999 127.0.0.1:6381"; nil: it does not say.
    package var otherNode: String? {
        let words = message.split(separator: " ")
        return isElsewhere && words.count == 3 ? String(words[2]) : nil
    }

    /// What a user lacks who is refused with NOPERM.
    package enum Right: Sendable, Hashable { case command, key, channel }

    /// nil: it is not NOPERM.
    ///
    /// "… has no permissions to run the 'x' command", "… to access one of the keys used as arguments" (7.0),
    /// "No permissions to access a key" (7.2). The user's own name stands before it.
    package var refusedRight: Right? {
        guard code == "NOPERM" else { return nil }
        let lower = message.lowercased()
        guard let place = lower.ranges(of: "permissions to ").last else { return .command }
        let what = lower[place.upperBound...]
        guard what.hasPrefix("access") else { return .command }
        return what.contains("channel") ? .channel : .key
    }

    /// As ACL SETUSER takes it: `+xinfo|stream`, `~KEY`, `&CHANNEL`; nil: it is not NOPERM, or not known.
    ///
    /// - Parameter command: the name of the command that was refused.
    package func missingRight(for command: String) -> String? {
        switch refusedRight {
        case .command:
            // Not of a sentence about a pipeline.
            let words = command.split(separator: " ")
            let isName = words.allSatisfy { $0.allSatisfy { $0.isUppercase || $0 == "_" } }
            guard isName, (1...2).contains(words.count) else { return nil }
            return "+" + words.joined(separator: "|").lowercased()
        case .key: return "~PATTERN for the keys"
        case .channel: return "&CHANNEL"
        case nil: return nil
        }
    }

    /// The message to be quoted in a sentence, which has a full stop of its own.
    package var words: String { message.hasSuffix(".") ? String(message.dropLast()) : message }
}
