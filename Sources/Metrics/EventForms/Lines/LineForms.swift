/// The forms of an event in a line, each read at one place.
struct LineForms {
    let text: UnsafeBufferPointer<UInt8>
    let grammar: KeyGrammar

    /// `hit KEY`. At the very beginning the key is the rest of the line; behind something else it
    /// ends at white space. In other letters than small ones the rest must be one word with a colon:
    /// `Hit Ctrl-C to stop` is none.
    func plain(at start: Int) -> EventLine {
        guard start <= text.count, let space = index(of: UInt8(ascii: " "), from: start) else {
            return .other
        }
        let word = text.part(start..<space)
        let rest = text.part((space + 1)...)
        if let outcome = Outcome(word) {
            guard start == 0 else { return event(outcome, from: space + 1, openedBefore: start) }
            return rest.isEmpty ? .unknown(.noKey) : .event(CacheEvent(outcome, key: Array(rest)))
        }
        guard !rest.contains(where: \.isSpace), rest.contains(UInt8(ascii: ":")) else {
            return .other
        }
        if let outcome = Outcome(anyCase: word) {
            return .event(CacheEvent(outcome, key: Array(rest)))
        }
        // A word alone before a key: an outcome that is not known yet.
        let isWord = word.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "-") }
        return isWord && !word.isEmpty && isKey(rest) ? .unknown(.outcome) : .other
    }

    /// `[CACHE HIT] KEY`, in any case.
    func bracketed(at start: Int) -> EventLine {
        var index = start + 6
        while index < text.count, "_-: ".utf8.contains(text[index]) { index += 1 }
        let nearby = text.part(index..<min(text.count, index + Self.longestWord))
        guard index > start + 6, let length = nearby.firstIndex(of: UInt8(ascii: "]")) else {
            return .other
        }
        let outcome = Outcome(anyCase: nearby.part(..<length))
        var next = index + length + 1
        if next < text.count, text[next] == UInt8(ascii: ":") { next += 1 }
        guard next == text.count || text[next].isSpace else {
            return outcome == nil ? .other : .unknown(.form)
        }
        if let outcome { return event(outcome, from: next, openedBefore: start) }
        // `[CACHE BYPASS] KEY`; but `[Cache warm-up] done` is a line like any other.
        let word = text[next...].drop(while: \.isSpace).prefix { !$0.isSpace }
        return isKey(.init(rebasing: word)) ? .unknown(.outcome) : .other
    }

    private static let longestWord = 16

    /// `Cache HIT: KEY`, in any case, also `cache_hit: KEY`.
    func named(at start: Int) -> EventLine {
        var index = start + 5
        if index < text.count, "_- ".utf8.contains(text[index]) { index += 1 }
        var end = index
        while end < text.count, text[end].isLetter { end += 1 }
        guard let outcome = Outcome(anyCase: text.part(index..<end)),
            [.hit, .miss, .fill].contains(outcome)
        else { return .other }
        while end < text.count, text[end] == UInt8(ascii: " ") { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: ":"),
            end + 1 == text.count || text[end + 1].isSpace
        else { return .other }
        return event(outcome, from: end + 1, openedBefore: start)
    }

    private func event(
        _ outcome: Outcome, from start: Int, openedBefore quotes: Int
    ) -> EventLine {
        var start = start
        while start < text.count, text[start].isSpace { start += 1 }
        let key = key(from: start, openedBefore: quotes)
        return key.isEmpty ? .unknown(.noKey) : .event(CacheEvent(outcome, key: key))
    }

    /// The key that begins here: to white space, to the quote that closes the one around the whole
    /// event, or what stands between quotes of its own.
    private func key(from start: Int, openedBefore limit: Int) -> [UInt8] {
        guard start < text.count else { return [] }
        let first = text[start]
        if Quotes.marks.contains(first), let end = index(of: first, from: start + 1) {
            return Array(text[(start + 1)..<end])
        }
        let quotes = Quotes(openIn: text.part(..<limit))
        var end = start
        while end < text.count, !text[end].isSpace {
            let isEscaped = end > start && text[end - 1] == UInt8(ascii: "\\")
            if quotes.isClosed(by: text[end], isEscaped: isEscaped) {
                // The backslash belongs to the quote.
                if isEscaped { end -= 1 }
                break
            }
            end += 1
        }
        return Array(text[start..<end])
    }

    private func index(of byte: UInt8, from start: Int) -> Int? {
        guard start <= text.count else { return nil }
        return text[start...].firstIndex(of: byte)
    }

    private func isKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if case .resource = grammar.classifyEvent(bytes) { return true }
        return false
    }
}

/// Which quotes are open behind a text: of each kind, plain and escaped as within another string.
private struct Quotes {
    static let marks = "\"'`".utf8

    private var plain: [UInt8] = []
    private var escaped: [UInt8] = []

    init(openIn text: UnsafeBufferPointer<UInt8>) {
        var isEscaped = false
        for byte in text {
            if Self.marks.contains(byte) {
                if isEscaped {
                    Self.toggle(byte, &escaped)
                } else {
                    Self.toggle(byte, &plain)
                }
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
    }

    private static func toggle(_ mark: UInt8, _ open: inout [UInt8]) {
        if let index = open.firstIndex(of: mark) {
            open.remove(at: index)
        } else {
            open.append(mark)
        }
    }

    func isClosed(by byte: UInt8, isEscaped: Bool) -> Bool {
        isEscaped ? escaped.contains(byte) : plain.contains(byte)
    }
}
