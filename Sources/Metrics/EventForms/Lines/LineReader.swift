/// Reads one line or one message within it, form by form.
///
/// Every step takes time in proportion to the line: JSON is tried at few places and read without
/// recursion, messages are followed through two objects.
struct LineReader {
    let grammar: KeyGrammar
    let pattern: EventPattern?

    /// Objects of which one lies in a message of the other.
    private static let deepest = 2
    /// Places in a line where an object may begin.
    private static let mostObjects = 4

    func read(_ line: UnsafeBufferPointer<UInt8>, depth: Int = 0) -> EventLine {
        guard line.contains(TerminalCodes.escape) else { return readPlain(line, depth) }
        return TerminalCodes.removed(from: line).withUnsafeBufferPointer { readPlain($0, depth) }
    }

    private func readPlain(_ text: UnsafeBufferPointer<UInt8>, _ depth: Int) -> EventLine {
        var worst = EventLine.other
        if let pattern {
            let line = pattern.read(text)
            if case .events = line { return line }
            worst = line
        }
        let line = scan(text, depth)
        if case .events = line { return line }
        if worst == .other { worst = line }
        if worst == .other, EventLikeness(grammar: grammar).holds(for: text) {
            worst = .unknown(.form)
        }
        return worst
    }

    /// The form that begins first.
    private func scan(_ text: UnsafeBufferPointer<UInt8>, _ depth: Int) -> EventLine {
        let forms = LineForms(text: text, grammar: grammar)
        var objects = depth < Self.deepest ? Self.mostObjects : 0
        var places = LinePlaces(text: text)
        var worst = EventLine.other
        while let place = places.next() {
            let line: EventLine
            switch place {
            case .beginning(let start):
                if let object = object(in: text.part(start...), &objects) {
                    line = read(object, depth: depth)
                } else {
                    line = forms.plain(at: start)
                }
            case .bracket(let start): line = forms.bracketed(at: start)
            case .word(let start): line = forms.named(at: start)
            }
            if case .events = line { return line }
            if worst == .other { worst = line }
        }
        return worst
    }

    private func object(
        in text: UnsafeBufferPointer<UInt8>, _ attempts: inout Int
    ) -> JSONObject? {
        guard attempts > 0, text.first(where: { !$0.isSpace }) == UInt8(ascii: "{") else {
            return nil
        }
        attempts -= 1
        return JSONObject(text)
    }

    private func read(_ object: JSONObject, depth: Int) -> EventLine {
        var reader = EntryReader(grammar: grammar)
        reader.add(object)
        reader.finish()
        if !reader.findings.events.isEmpty { return .events(reader.findings.events) }
        var worst = EventLine.other
        for name in ["msg", "message", "log"] as [StaticString] {
            guard let member = object.member(name) else { continue }
            var line = EventLine.other
            if var message = member.string {
                while message.last?.isSpace == true { message.removeLast() }
                line = message.withUnsafeBufferPointer { read($0, depth: depth + 1) }
            } else if depth + 1 < Self.deepest, let inner = JSONObject(member.value) {
                line = read(inner, depth: depth + 1)
            }
            if case .events = line { return line }
            if worst == .other { worst = line }
        }
        return worst
    }
}
