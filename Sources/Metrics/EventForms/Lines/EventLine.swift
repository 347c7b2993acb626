/// One line of a Pub/Sub message or of the API's log, decoded as bytes.
///
/// `hit product:42`, or what the shop's API prints, `[CACHE HIT] product:42`, or `Cache HIT: KEY`,
/// anywhere in a line; in JSON, too, and in the form that `--events-line` describes.
package enum EventLine: Sendable, Hashable {
    /// One; more only where the line is a JSON object that names several.
    case events([CacheEvent])
    /// Looks like an event and is none that can be counted.
    case unknown(UnknownReason)
    /// Not an event at all: another line of the log.
    case other

    /// What is longer is not read.
    package static let longest = 64 << 10

    package init(
        _ line: UnsafeBufferPointer<UInt8>, grammar: KeyGrammar, pattern: EventPattern? = nil
    ) {
        guard line.count <= Self.longest else {
            self = .unknown(.tooLong)
            return
        }
        let reader = LineReader(grammar: grammar, pattern: pattern)
        let ends = line.last == UInt8(ascii: "\r") ? line.part(..<(line.count - 1)) : line
        self = reader.read(ends)
    }

    package init(_ line: [UInt8], grammar: KeyGrammar, pattern: EventPattern? = nil) {
        self = line.withUnsafeBufferPointer {
            EventLine($0, grammar: grammar, pattern: pattern)
        }
    }

    package static func event(_ event: CacheEvent) -> EventLine { .events([event]) }
}
