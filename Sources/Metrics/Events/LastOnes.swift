/// Of the last 200 pairs or lines, which ones were understood: a shift register.
struct LastOnes: Sendable, Hashable {
    static let capacity = 200

    /// The newest is the lowest bit of `low`.
    private var high: UInt128 = 0
    private var low: UInt128 = 0
    private(set) var count = 0

    var understood: Int { high.nonzeroBitCount + low.nonzeroBitCount }

    mutating func append(_ isUnderstood: Bool, times: UInt64 = 1) {
        let times = Int(min(times, UInt64(Self.capacity)))
        guard times > 0 else { return }
        shift(by: times)
        guard isUnderstood else { return }
        high |= times > 128 ? Self.ones(times - 128) : 0
        low |= Self.ones(min(128, times))
    }

    mutating func append(contentsOf later: LastOnes) {
        shift(by: later.count)
        high |= later.high
        low |= later.low
    }

    private mutating func shift(by places: Int) {
        // Beyond 127 places these shifts give 0, and turn round below none.
        high = high << places | low >> (128 - places)
        low = low << places
        high &= Self.ones(Self.capacity - 128)
        count = min(Self.capacity, count + places)
    }

    private static func ones(_ count: Int) -> UInt128 { count >= 128 ? .max : 1 << count - 1 }
}
