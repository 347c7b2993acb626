/// One line of a Pub/Sub message or of the API's log, decoded as bytes.
///
/// `hit product:42`, or what the shop's API prints, `[CACHE HIT] product:42`, anywhere in a line.
/// The key is everything after the single space to the end of the line, less a CR.
package enum EventLine: Sendable, Hashable {
    case event(CacheEvent)
    /// Looks like an event with an outcome of a newer API, or with an empty key.
    case unknown
    /// Not an event at all: another line of the log.
    case other

    package init(_ line: UnsafeBufferPointer<UInt8>) {
        var line = line
        if line.last == UInt8(ascii: "\r") { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
        let space = line.firstIndex(of: UInt8(ascii: " ")) ?? 0
        let word = UnsafeBufferPointer(rebasing: line[..<space])
        // Before the brackets: a key may hold `[CACHE MISS] product:42` and is still a key.
        if let outcome = Outcome(word) {
            let key = Array(line[(space + 1)...])
            self = key.isEmpty ? .unknown : .event(CacheEvent(outcome, key: key))
        } else if let bracket = Self.bracketed(line) {
            self = bracket
        } else {
            self = Self.looksLikeEvent(word, rest: line.dropFirst(space + 1)) ? .unknown : .other
        }
    }

    /// A word alone before a key-like rest: an event we do not know yet. Prose is not, nor is
    /// `listening http://…`.
    private static func looksLikeEvent(
        _ word: UnsafeBufferPointer<UInt8>, rest: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
        guard !word.isEmpty, !rest.contains(UInt8(ascii: " ")),
            let colon = rest.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        return word.allSatisfy { $0 == UInt8(ascii: "-") || (97...122).contains($0) }
            && !rest[(colon + 1)...].starts(with: "//".utf8)
    }

    package init(_ line: [UInt8]) {
        self = line.withUnsafeBufferPointer { EventLine($0) }
    }

    private static let opening = Array("[CACHE ".utf8)

    private static func bracketed(_ line: UnsafeBufferPointer<UInt8>) -> EventLine? {
        guard line.count > opening.count else { return nil }
        var start = 0
        while start + opening.count < line.count {
            let candidate = UnsafeBufferPointer(rebasing: line[start..<(start + opening.count)])
            if line[start] == opening[0], equal(candidate, opening) { break }
            start += 1
        }
        guard start + opening.count < line.count else { return nil }
        let rest = line[(start + opening.count)...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        let lowered = rest[..<close].map { (65...90).contains($0) ? $0 + 32 : $0 }
        let outcome = lowered.withUnsafeBufferPointer { Outcome($0) }
        guard close + 1 < line.count, line[close + 1] == UInt8(ascii: " "), let outcome else {
            return .unknown
        }
        let key = Array(line[(close + 2)...])
        return key.isEmpty ? .unknown : .event(CacheEvent(outcome, key: key))
    }
}
