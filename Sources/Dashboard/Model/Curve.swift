import Metrics

/// One number over time, as a chart draws it: a value a step, oldest first.
struct Curve: Sendable, Hashable {
    var values: [Double?] = []
    var end: Timestamp
    var seconds: Double

    var start: Timestamp { end.adding(seconds: -seconds) }
    var isEmpty: Bool { values.allSatisfy { $0 == nil } }
}
