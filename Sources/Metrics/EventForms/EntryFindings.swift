/// What was made of one entry of a stream, or of one JSON object of the same fields.
package struct EntryFindings: Sendable, Hashable {
    package var events: [CacheEvent] = []
    /// Pairs that are no events and describe none.
    package var unknown: UInt64 = 0
    /// Of these, the ones that count against the source: see `EventUnderstanding`.
    package var against: UInt64 = 0
    /// Weights that are none. They describe events, so they are no pairs.
    package var badWeights: UInt64 = 0
    /// Field by field, when they were asked for.
    package var notes: [Note] = []

    package enum Note: Sendable, Hashable {
        case event(CacheEvent)
        /// It describes the events beside it.
        case describes(field: [UInt8])
        /// - Parameter field: nil for a line, which has no fields.
        case unknown(field: [UInt8]?, UnknownReason)
    }

    static let mostNotes = 100

    package init() {}
}

extension EntryFindings {
    /// What is made of an entry of `count` pairs.
    /// - Parameters:
    ///   - wantsNotes: with a note for each of its fields.
    ///   - pair: called once for each, in their order.
    package init(
        _ count: Int, grammar: KeyGrammar, wantsNotes: Bool = false,
        _ pair: (Int) -> (field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)
    ) {
        var reader = EntryReader(grammar: grammar, wantsNotes: wantsNotes)
        for index in 0..<count {
            let (field, value) = pair(index)
            reader.add(field: field, value: value)
        }
        reader.finish()
        self = reader.findings
    }

    mutating func add(_ inner: EntryFindings) {
        events += inner.events
        unknown += inner.unknown
        against += inner.against
        badWeights += inner.badWeights
        notes += inner.notes.prefix(max(0, Self.mostNotes - notes.count))
    }
}
