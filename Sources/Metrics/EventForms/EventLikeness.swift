/// Whether a line that is no event looks like one: it says hit or miss, and names a key of the
/// policy. Such a line counts against a log; what else a log holds does not.
struct EventLikeness {
    let grammar: KeyGrammar

    func holds(for text: UnsafeBufferPointer<UInt8>) -> Bool {
        var saysOutcome = false
        var namesKey = false
        var index = 0
        while index < text.count, !(saysOutcome && namesKey) {
            if Self.separates(text[index]) {
                index += 1
                continue
            }
            var end = index
            while end < text.count, !Self.separates(text[end]) { end += 1 }
            let token = text.part(index..<end)
            saysOutcome = saysOutcome || Self.saysOutcome(token)
            namesKey = namesKey || isKey(token)
            index = end
        }
        return saysOutcome && namesKey
    }

    /// A bare `product` is a key of its own in some shops, and a word of prose in every log.
    private func isKey(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        guard token.contains(where: { ":/.-|_".utf8.contains($0) }),
            case .resource = grammar.classifyEvent(token)
        else { return false }
        return true
    }

    private static func saysOutcome(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < token.count {
            guard token[start].isLetter else {
                start += 1
                continue
            }
            var end = start
            while end < token.count, token[end].isLetter { end += 1 }
            let word = token.part(start..<end)
            for name in ["hit", "hits", "miss", "misses", "missed"] as [StaticString]
            where equalIgnoringCase(word, name) { return true }
            if Outcome(anyCase: word) == .hit || Outcome(anyCase: word) == .miss { return true }
            start = end
        }
        return false
    }

    /// What stands around keys in prose, in `key=value` and in JSON.
    private static func separates(_ byte: UInt8) -> Bool {
        byte.isSpace || "\"'`=()[]{}<>,;".utf8.contains(byte)
    }
}
