/// What PTTL and MEMORY USAGE said of one key.
package struct KeyFact: Sendable, Hashable {
    package var key: [UInt8]
    /// PTTL's answer: −1 never expires, −2 is not there; nil: refused.
    package var pttl: Int64?
    /// nil: refused, or the key is not there.
    package var bytes: UInt64?
    package var at: Timestamp

    package init(key: [UInt8], pttl: Int64?, bytes: UInt64?, at: Timestamp) {
        self.key = key
        self.pttl = pttl
        self.bytes = bytes
        self.at = at
    }
}

/// Whether a key was there when it was looked at, and until when.
package enum KeyLife: String, Sendable, Hashable, Codable {
    case expires, never, gone
}

extension KeyFact {
    var life: KeyLife? {
        guard let pttl else { return nil }
        return pttl == -2 ? .gone : pttl < 0 ? .never : .expires
    }

    /// Seconds left at a later moment; nil: none, not known, or over: it may have been written again since.
    func ttlSeconds(at now: Timestamp) -> Double? {
        guard let pttl, pttl >= 0 else { return nil }
        let left = Double(pttl) / 1000 - max(0, now.seconds(since: at))
        return left > 0 ? left : nil
    }
}

/// The newest answers for a bounded number of keys.
struct KeyFacts: Sendable {
    static let limit = 128
    /// Older answers say nothing any more.
    private static let seconds = 30.0

    private var facts: [[UInt8]: KeyFact] = [:]

    mutating func observe(_ new: [KeyFact]) {
        for fact in new.suffix(Self.limit) { facts[fact.key] = fact }
        guard facts.count > Self.limit else { return }
        let oldest = facts.values.sorted { $0.at < $1.at }.prefix(facts.count - Self.limit)
        for fact in oldest { facts[fact.key] = nil }
    }

    /// nil: it was not looked at lately.
    func fact(of key: [UInt8], at now: Timestamp) -> KeyFact? {
        facts[key].flatMap { now.seconds(since: $0.at) < Self.seconds ? $0 : nil }
    }
}
