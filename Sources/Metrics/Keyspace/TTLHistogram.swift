/// How much life the keys of one resource have left, measured against its policy.
///
/// 200 linear buckets over the policy's TTL, so a quantile is right to half a per cent of it;
/// what lives longer than the policy allows falls into geometric buckets (each 10 % wider), so a
/// quantile there is right to 10 %. Fixed memory, mergeable by addition.
package struct TTLHistogram: Sendable, Hashable {
    static let fine = 200
    static let coarse = 160
    /// Buckets that are shown; the fine ones are gathered into them.
    package static let shown = 10

    package let ttlSeconds: Int
    /// Keys whose time to live was asked and answered, with expiry or without.
    package private(set) var sampled = 0
    package private(set) var withoutExpiry = 0
    package private(set) var overPolicy = 0
    package private(set) var expiringIn10Seconds = 0
    private var buckets: [UInt32]
    /// Milliseconds left of the key that lives longest.
    private var longest: Int64 = 0

    package init(ttlSeconds: Int) {
        self.ttlSeconds = max(1, ttlSeconds)
        buckets = Array(repeating: 0, count: Self.fine + Self.coarse)
    }

    /// - Parameter milliseconds: PTTL's answer: −1 for a key that never expires.
    package mutating func add(milliseconds: Int64) {
        sampled += 1
        guard milliseconds >= 0 else {
            withoutExpiry += 1
            return
        }
        longest = max(longest, milliseconds)
        if milliseconds <= 10_000 { expiringIn10Seconds += 1 }
        let share = Double(milliseconds) / (Double(ttlSeconds) * 1000)
        if share > 1 { overPolicy += 1 }
        buckets[Self.bucket(of: share)] &+= 1
    }

    /// Seconds left that a share of the keys with an expiry have at most; nil without any. Never more than
    /// the longest that was seen.
    package func quantile(_ q: Double) -> Double? {
        let expiring = sampled - withoutExpiry
        guard expiring > 0 else { return nil }
        let rank = max(1, Int((q * Double(expiring)).rounded(.up)))
        var seen = 0
        for (index, count) in buckets.enumerated() {
            seen += Int(count)
            guard seen >= rank else { continue }
            return min(
                Self.upperBound(of: index) * Double(ttlSeconds), Double(longest) / 1000)
        }
        return nil
    }

    package struct Bucket: Sendable, Hashable {
        package var fromSeconds: Double
        /// nil: without an upper end (what exceeds the policy).
        package var toSeconds: Double?
        package var keys: Int
    }

    /// Ten equal buckets up to the policy's TTL and one for what exceeds it; they sum to
    /// `sampled − withoutExpiry`.
    package var display: [Bucket] {
        let width = Self.fine / Self.shown
        let seconds = Double(ttlSeconds) / Double(Self.shown)
        var result = (0..<Self.shown).map { index in
            Bucket(
                fromSeconds: Double(index) * seconds, toSeconds: Double(index + 1) * seconds,
                keys: buckets[(index * width)..<((index + 1) * width)].reduce(0) { $0 + Int($1) })
        }
        result.append(
            Bucket(fromSeconds: Double(ttlSeconds), toSeconds: nil, keys: overPolicy))
        return result
    }

    private static func bucket(of share: Double) -> Int {
        if share <= 1 { return min(fine - 1, max(0, Int((share * Double(fine)).rounded(.up)) - 1)) }
        var bound = 1.1
        for index in 0..<coarse {
            if share <= bound { return fine + index }
            bound *= 1.1
        }
        return fine + coarse - 1
    }

    private static func upperBound(of index: Int) -> Double {
        guard index >= fine else { return Double(index + 1) / Double(fine) }
        return (0...(index - fine)).reduce(1.0) { bound, _ in bound * 1.1 }
    }
}
