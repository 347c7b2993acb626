import Metrics

/// The curves on the dashboard, derived once a look rather than once a frame.
///
/// They show the last half hour, and while less is recorded the shortest of 2, 5 and 10 minutes that has it
/// all: an empty chart says nothing. Before the first minute is over, and of a file without a past, they are
/// the seconds and minutes that a snapshot has by itself.
struct Curves: Sendable, Hashable {
    /// Seconds, and steps.
    private static let short = [(120, 120), (300, 150), (600, 150)]
    private static let long = (1800, 180)

    private var rates: [String: Curve] = [:]
    private var total: Curve
    private(set) var memory: Curve

    /// Of one resource, or of all.
    func rate(of resource: String?) -> Curve {
        resource.map { rates[$0] ?? Curve(end: total.end, seconds: total.seconds) } ?? total
    }

    init(_ snapshot: Snapshot) {
        func minute(_ values: [Double?]) -> Curve {
            // Its last second is the last whole one of the server's clock.
            let end = Timestamp(milliseconds: snapshot.takenAt.milliseconds / 1000 * 1000)
            return Curve(values: values, end: end, seconds: Double(max(1, values.count)))
        }
        total = minute(snapshot.total.minute)
        for resource in snapshot.resources { rates[resource.name] = minute(resource.minute) }
        let history = snapshot.memory.history
        // One value a minute: a single one is a point, and no line over the minute before it.
        let isPoint = history.count < 2
        let before: [Double?] = Array(repeating: nil, count: isPoint ? 59 : 0)
        memory = Curve(
            values: before + history.map { Double($0) }, end: snapshot.takenAt,
            seconds: Double(max(1, history.count) * 60))
    }

    init(_ state: State) {
        self.init(state.shown)
        func curve(_ measure: Measure, _ span: (Int, Int)) -> Curve {
            let series = state.series(of: measure, seconds: span.0, count: span.1)
            return Curve(values: series.values, end: series.end, seconds: Double(span.0))
        }
        let recorded = curve(.usedBytes, Self.long)
        let rates = curve(.hitRate(resource: nil), Self.long)
        guard let age = [recorded, rates].compactMap(\.recordedSeconds).max(), age >= 60 else {
            return
        }
        let short = Self.short.first { age <= Double($0.0) }
        let span = short ?? Self.long
        total = short.map { curve(.hitRate(resource: nil), $0) } ?? rates
        memory = short.map { curve(.usedBytes, $0) } ?? recorded
        for resource in state.shown.resources {
            self.rates[resource.name] = curve(.hitRate(resource: resource.name), span)
        }
    }
}

extension Curve {
    /// How far back the first value lies; nil: there is none.
    fileprivate var recordedSeconds: Double? {
        values.firstIndex { $0 != nil }.map {
            seconds * Double(values.count - $0) / Double(values.count)
        }
    }
}
