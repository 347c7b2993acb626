/// How many of one resource's keys that a sweep has asked expire in each second of the server's clock.
///
/// An hour from the sweep's begin in bounded memory; what lives longer is only counted.
package struct ExpiryMoments: Sendable, Hashable {
    static let limit = 3600

    /// The second in which the sweep began.
    private let first: Int64
    private var counts: [UInt32] = []
    /// Keys that expire beyond the limit.
    private(set) var later = 0

    init(from moment: Timestamp) { first = Self.second(of: moment) }

    static func second(of moment: Timestamp) -> Int64 {
        let (quotient, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest < 0 ? quotient - 1 : quotient
    }

    mutating func add(_ moment: Timestamp) {
        let (place, overflow) = Self.second(of: moment).subtractingReportingOverflow(first)
        guard !overflow, place < Int64(Self.limit) else {
            later += 1
            return
        }
        let index = Int(max(0, place))
        if index >= counts.count {
            counts += Array(repeating: 0, count: index + 1 - counts.count)
        }
        counts[index] &+= 1
    }

    func keys(in second: Int64) -> Int {
        let (place, overflow) = second.subtractingReportingOverflow(first)
        guard !overflow, place >= 0, place < Int64(counts.count) else { return 0 }
        return Int(counts[Int(place)])
    }

    /// Of the seconds behind the one of a moment.
    func keys(after moment: Timestamp, seconds: Int) -> Int {
        let now = Self.second(of: moment)
        return (1...Int64(max(1, seconds))).reduce(0) { $0 + keys(in: now &+ $1) }
    }

    /// Where most expire: the begin of a second, or of two.
    struct Peak: Sendable, Hashable {
        var at: Timestamp
        var keys: Int
    }

    /// - Parameter seconds: how many behind the one of the moment are looked at.
    func worstSecond(after moment: Timestamp, seconds: Int) -> Peak? {
        let now = Self.second(of: moment)
        var worst: Peak?
        for offset in 1...Int64(min(max(1, seconds), Self.limit)) {
            let keys = keys(in: now &+ offset)
            guard keys > worst?.keys ?? 0 else { continue }
            worst = Peak(at: Self.start(of: now &+ offset), keys: keys)
        }
        return worst
    }

    /// The two neighbouring seconds in which most keys expire.
    var worstPair: Peak? {
        var worst = (index: 0, keys: 0)
        for index in counts.indices {
            let keys = Int(counts[index]) + (index + 1 < counts.count ? Int(counts[index + 1]) : 0)
            // Of two that have as many, the one that begins with them.
            let isBetter =
                keys > worst.keys || keys == worst.keys && counts[index] > counts[worst.index]
            if isBetter { worst = (index, keys) }
        }
        return worst.keys > 0
            ? Peak(at: Self.start(of: first &+ Int64(worst.index)), keys: worst.keys) : nil
    }

    private static func start(of second: Int64) -> Timestamp {
        let (milliseconds, overflow) = second.multipliedReportingOverflow(by: 1000)
        return Timestamp(milliseconds: overflow ? .max : milliseconds)
    }
}
