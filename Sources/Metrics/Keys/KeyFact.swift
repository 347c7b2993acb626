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
