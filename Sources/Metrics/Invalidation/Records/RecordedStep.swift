/// One thing that an invalidation does to Redis, as its record keeps it.
///
/// Keys and patterns are text as in every file (`KeyText`). A list of names is cut where it would make a
/// record too long; `count` says how many there were, so that a part is not taken for the whole.
package struct RecordedStep: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, ExtensibleKind {
        /// UNLINK of keys that were named.
        case unlink
        /// SCAN, and UNLINK of what it found.
        case unlinkMatching
        /// INCR of a counter.
        case increment
        /// A counter was seen with another value that is no higher.
        case set
        /// A counter was seen to be gone.
        case gone
        /// What a newer cachetop calls something else.
        case other
    }

    package var kind: Kind
    /// The keys that it names, or the first of them.
    package var keys: [String] = []
    /// How many keys it names; null where it names none.
    @Nullable package var count: UInt64?
    /// What was looked for; null: everything that no counter covers.
    @Nullable package var pattern: String?
    @Nullable package var counter: String?
    /// The counter before and after; null: not known, or missing.
    @Nullable package var from: Int64?
    @Nullable package var to: Int64?

    private init(_ kind: Kind) { self.kind = kind }

    /// Names a record may have in all its steps, and their bytes.
    static let nameLimit = 128
    static let byteLimit = 8192

    package static func unlink(_ keys: some Collection<[UInt8]>) -> RecordedStep {
        var step = RecordedStep(.unlink)
        step.count = UInt64(keys.count)
        var bytes = 0
        for key in keys.prefix(nameLimit) {
            bytes += key.count
            guard bytes <= byteLimit else { break }
            step.keys.append(KeyText.text(key))
        }
        return step
    }

    /// Keys of which nothing but the number is known.
    package static func unlink(unnamed count: UInt64) -> RecordedStep {
        var step = RecordedStep(.unlink)
        step.count = count
        return step
    }

    /// - Parameter glob: nil: everything that no counter covers.
    package static func unlinkMatching(_ glob: [UInt8]?) -> RecordedStep {
        var step = RecordedStep(.unlinkMatching)
        step.pattern = glob.map { KeyText.text($0) }
        return step
    }

    package static func increment(
        _ counter: String, from: Int64? = nil, to: Int64? = nil
    ) -> RecordedStep {
        change(.increment, counter, from: from, to: to)
    }

    /// A change of a counter that was seen, not done.
    package static func seen(_ counter: String, from: Int64?, to: Int64?) -> RecordedStep {
        guard let to else { return change(.gone, counter, from: from, to: nil) }
        return change(to > from ?? 0 ? .increment : .set, counter, from: from, to: to)
    }

    private static func change(
        _ kind: Kind, _ counter: String, from: Int64?, to: Int64?
    ) -> RecordedStep {
        var step = RecordedStep(kind)
        (step.counter, step.from, step.to) = (counter, from, to)
        return step
    }

    /// Whether keys went that it does not name.
    var isCut: Bool { kind == .unlink && UInt64(keys.count) < count ?? 0 }

    /// In the words of the event stream, a step of several keys in as many: `purge product:42`.
    package var words: [String] {
        switch kind {
        case .unlink: keys.map { "purge \($0)" }
        case .unlinkMatching: ["purge-glob \(pattern ?? "*")"]
        case .increment: ["bump \(counter ?? "")"]
        case .set: ["set \(counter ?? "")"]
        case .gone: ["gone \(counter ?? "")"]
        case .other: []
        }
    }
}

extension RecordedStep {
    /// The steps of a plan for Redis. Of what has to be searched each thing has its own pattern, where the
    /// plan's SCAN may use one that is wider.
    package static func steps(
        of steps: [InvalidationPlan.Step], _ grammar: KeyGrammar
    ) -> [RecordedStep] {
        var result: [RecordedStep] = []
        for step in steps {
            switch step {
            case .unlink(let keys): result.append(.unlink(keys))
            case .increment(let key): result.append(.increment(KeyText.text(key)))
            case .unlinkMatching(let selector):
                result += patterns(selector, grammar).map { .unlinkMatching($0) }
            }
        }
        return result
    }

    /// Too many for a record are given by the one of the plan's SCAN, which covers them all.
    private static func patterns(_ selector: KeySelector, _ grammar: KeyGrammar) -> [[UInt8]?] {
        let all = selector.patterns(grammar)
        let bytes = all.reduce(0) { $0 + ($1?.count ?? 0) }
        return all.count <= nameLimit && bytes <= byteLimit ? all : [selector.sieve]
    }
}
