/// What the API says it did with a key (contracts.md 2).
package enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    case hit, miss, fill, purge, purgeGlob, bump

    package var word: String {
        switch self {
        case .hit: "hit"
        case .miss: "miss"
        case .fill: "fill"
        case .purge: "purge"
        case .purgeGlob: "purge-glob"
        case .bump: "bump"
        }
    }

    /// nil for a word of a newer API: counted as unknown, otherwise ignored.
    package init?(_ word: UnsafeBufferPointer<UInt8>) {
        switch word.count {
        case 3 where equal(word, Self.words[0]): self = .hit
        case 4:
            if equal(word, Self.words[1]) {
                self = .miss
            } else if equal(word, Self.words[2]) {
                self = .fill
            } else if equal(word, Self.words[5]) {
                self = .bump
            } else {
                return nil
            }
        case 5 where equal(word, Self.words[3]): self = .purge
        case 10 where equal(word, Self.words[4]): self = .purgeGlob
        default: return nil
        }
    }

    private static let words = allCases.map { Array($0.word.utf8) }
}

/// One event: an outcome and the key it happened to.
package struct CacheEvent: Sendable, Hashable {
    package var outcome: Outcome
    package var key: [UInt8]

    package init(_ outcome: Outcome, key: [UInt8]) {
        self.outcome = outcome
        self.key = key
    }
}

/// A purge or a bump that another program published: material for the activity panel.
package struct ObservedInvalidation: Sendable, Hashable {
    package var at: Timestamp
    package var outcome: Outcome
    package var key: [UInt8]
    /// Name of the API instance, from the entry's `src`; nil when it did not say.
    package var source: [UInt8]?

    package init(at: Timestamp, outcome: Outcome, key: [UInt8], source: [UInt8]?) {
        self.at = at
        self.outcome = outcome
        self.key = key
        self.source = source
    }
}
