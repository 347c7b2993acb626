/// One entry or line, and what was made of it: material for `cachetop events --explain`.
package struct EventExplanation: Sendable, Hashable {
    /// The entry's id, or the number of the line.
    package var label: String
    /// What arrived, cut, printable and without what looks like a secret.
    package var text: String
    package var notes: [EntryFindings.Note]

    package init(
        id: String, count: Int, grammar: KeyGrammar,
        _ pair: (Int) -> (field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)
    ) {
        label = id
        text = EventExample.entry(count, longest: 160, longestValue: 120, pair)
        notes = EntryFindings(count, grammar: grammar, wantsNotes: true, pair).notes
    }

    /// - Parameter text: the line's beginning, as `EventExample.line` shows it.
    package init(number: UInt64, text: String, line: EventLine) {
        label = "line \(number)"
        self.text = text
        switch line {
        case .events(let events): notes = events.map { .event($0) }
        case .unknown(let reason): notes = [.unknown(field: nil, reason)]
        case .other: notes = []
        }
    }
}
