import Metrics

/// Where the cache's events come from: the value of `--events`.
package enum EventSource: Sendable, Hashable {
    case stream(key: String)
    case pubsub(channel: String)
    /// A file that is followed as `tail -F` does.
    case log(path: String)
    case standardInput
    case none

    /// A source that can't be understood, as a sentence.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Reads `stream:KEY`, `pubsub:CHANNEL`, `log:FILE`, `log:-` or `none`.
    package init(parsing text: String) throws(Problem) {
        if text == "none" {
            self = .none
            return
        }
        let (word, rest) = Self.split(text)
        guard let rest, ["stream", "pubsub", "log"].contains(word) else {
            throw Problem(
                description: "'\(text)' is no source of events; use stream:KEY, pubsub:CHANNEL, "
                    + "log:FILE, log:- or none.")
        }
        guard !rest.isEmpty else {
            throw Problem(
                description: "'\(text)' names nothing after the colon; \(Self.hint(word)).")
        }
        switch word {
        case "stream": self = .stream(key: rest)
        case "pubsub": self = .pubsub(channel: rest)
        default: self = rest == "-" ? .standardInput : .log(path: rest)
        }
    }

    private static func split(_ text: String) -> (word: String, rest: String?) {
        guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func hint(_ word: String) -> String {
        switch word {
        case "stream": "name the stream's key, as in stream:cache:events"
        case "pubsub": "name the channel, as in pubsub:cache-events"
        default: "name a file, or - for standard input"
        }
    }
}

extension EventSource {
    var kind: EventStatus.Kind {
        switch self {
        case .stream: .stream
        case .pubsub: .pubsub
        case .log, .standardInput: .log
        case .none: .none
        }
    }

    /// Whether events come as lines, which `--events-line` can describe.
    package var hasLines: Bool { kind == .pubsub || kind == .log }
}

extension EventSource: CustomStringConvertible {
    package var description: String {
        switch self {
        case .stream(let key): "stream:\(key)"
        case .pubsub(let channel): "pubsub:\(channel)"
        case .log(let path): "log:\(path)"
        case .standardInput: "log:-"
        case .none: "none"
        }
    }
}
