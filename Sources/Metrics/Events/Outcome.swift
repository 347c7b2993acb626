/// What the API says it did with a key.
package enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    case hit, miss, fill, purge, purgeGlob, bump

    package var word: String { name.description }

    /// nil for a word of a newer API: counted as unknown, otherwise ignored.
    package init?(_ word: UnsafeBufferPointer<UInt8>) {
        switch word.count {
        case 3 where equal(word, "hit"): self = .hit
        case 4 where equal(word, "miss"): self = .miss
        case 4 where equal(word, "fill"): self = .fill
        case 4 where equal(word, "bump"): self = .bump
        case 5 where equal(word, "purge"): self = .purge
        case 10 where equal(word, "purge-glob"): self = .purgeGlob
        default: return nil
        }
    }

    /// The same words in any case, and `cache_hit` or `CacheMiss`, as shops write them.
    package init?(anyCase word: UnsafeBufferPointer<UInt8>) {
        guard (3...12).contains(word.count) else { return nil }
        for outcome in Self.allCases where equalIgnoringCase(word, outcome.name) {
            self = outcome
            return
        }
        guard word.count >= 8, equalIgnoringCase(.init(rebasing: word[..<5]), "cache") else {
            return nil
        }
        var rest = word[5...]
        if let first = rest.first, "_-.: ".utf8.contains(first) { rest = rest.dropFirst() }
        let end = UnsafeBufferPointer(rebasing: rest)
        if equalIgnoringCase(end, "hit") {
            self = .hit
        } else if equalIgnoringCase(end, "miss") {
            self = .miss
        } else {
            return nil
        }
    }

    private var name: StaticString {
        switch self {
        case .hit: "hit"
        case .miss: "miss"
        case .fill: "fill"
        case .purge: "purge"
        case .purgeGlob: "purge-glob"
        case .bump: "bump"
        }
    }
}
