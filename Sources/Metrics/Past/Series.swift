/// One number over time: a value for each step, oldest first. nil: nothing was measured in it.
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
}
