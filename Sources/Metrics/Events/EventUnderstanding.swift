/// How much of what arrives is understood: facts for the alert `eventsNotUnderstood`.
///
/// The last 60 seconds or the last 200 pairs, whichever is less, in bounded memory: sums per second
/// of arrival and a shift register. Pairs that describe events, and lines of a log that have nothing
/// to do with the cache, are in no share.
package struct EventUnderstanding: Sendable {
    static let seconds: Int64 = 60

    private struct Second: Sendable {
        var label: Int64 = .min
        var understood: UInt64 = 0
        var against: UInt64 = 0
        var lines: UInt64 = 0
    }

    private var ring = Array(repeating: Second(), count: Int(seconds))
    private var last = LastOnes()
    /// Of all that was read.
    private(set) var understood: UInt64 = 0
    private(set) var lines: UInt64 = 0
    /// Since the last line that was an event.
    private(set) var linesSinceEvent: UInt64 = 0
    /// The newest entry or line that was not understood.
    private(set) var example: String?
    /// The newest line of a log that does not even look like an event.
    private(set) var otherExample: String?

    package init() {}

    /// - Parameter moment: when it arrived, on the server's clock.
    mutating func observe(_ tally: UnderstandingTally, at moment: Timestamp) {
        let label = Self.label(moment)
        let index = Int(label % Self.seconds + Self.seconds) % Int(Self.seconds)
        if ring[index].label != label { ring[index] = Second(label: label) }
        ring[index].understood = saturatingSum(ring[index].understood, tally.understood)
        ring[index].against = saturatingSum(ring[index].against, tally.against)
        ring[index].lines = saturatingSum(ring[index].lines, tally.lines)
        last.append(contentsOf: tally.last)
        understood = saturatingSum(understood, tally.understood)
        lines = saturatingSum(lines, tally.lines)
        linesSinceEvent =
            tally.understood > 0
            ? tally.linesSinceEvent : saturatingSum(linesSinceEvent, tally.lines)
        example = tally.example ?? example
        otherExample = tally.otherExample ?? otherExample
    }

    package struct Recent: Sendable, Hashable {
        /// Pairs, or lines that are events or look like some.
        package var pairs: UInt64 = 0
        package var understood: UInt64 = 0
        /// Lines of any kind, and whether one of them is an event.
        package var lines: UInt64 = 0
        package var hasEvent = false

        /// nil when nothing arrived that could be understood.
        package var share: Double? {
            pairs == 0 ? nil : Double(understood) / Double(pairs)
        }
    }

    package func recent(at now: Timestamp) -> Recent {
        var sum = Second()
        let newest = Self.label(now)
        for second in ring where second.label != .min {
            // Arrived in these 60 seconds; the clock may have been set back since.
            guard abs(second.label - newest) < Self.seconds else { continue }
            sum.understood = saturatingSum(sum.understood, second.understood)
            sum.against = saturatingSum(sum.against, second.against)
            sum.lines = saturatingSum(sum.lines, second.lines)
        }
        var recent = Recent(
            pairs: saturatingSum(sum.understood, sum.against), understood: sum.understood,
            lines: sum.lines, hasEvent: sum.understood > 0)
        if recent.pairs > UInt64(LastOnes.capacity) {
            recent.pairs = UInt64(last.count)
            recent.understood = UInt64(last.understood)
        }
        if recent.lines > UInt64(LastOnes.capacity) {
            recent.lines = UInt64(LastOnes.capacity)
            recent.hasEvent = linesSinceEvent < recent.lines
        }
        return recent
    }

    private static func label(_ moment: Timestamp) -> Int64 {
        let (second, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest < 0 ? second - 1 : second
    }
}
