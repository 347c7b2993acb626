/// One number over time: a value for each step, oldest first. nil: nothing was measured in it.
///
/// A step begins after its start and includes its end.
package struct Series: Sendable, Hashable {
    /// The end of the last step.
    package var end: Timestamp
    package var stepSeconds: Double
    package var values: [Double?]

    package init(end: Timestamp, stepSeconds: Double, values: [Double?]) {
        self.end = end
        self.stepSeconds = stepSeconds
        self.values = values
    }

    package var seconds: Double { stepSeconds * Double(values.count) }
    /// The beginning of the first step.
    package var start: Timestamp { end.adding(seconds: -seconds) }
    package var isEmpty: Bool { values.allSatisfy { $0 == nil } }

    /// Without values, its steps where the clock has them: as time goes on, only the newest step changes.
    init(upTo moment: Timestamp, stepSeconds: Double, count: Int) {
        let steps = (Double(moment.milliseconds - 1) / 1000 / stepSeconds).rounded(.down) + 1
        let end = Timestamp(milliseconds: Int64((steps * stepSeconds * 1000).rounded()))
        self.init(
            end: max(end, moment), stepSeconds: stepSeconds,
            values: Array(repeating: nil, count: count))
    }
}
