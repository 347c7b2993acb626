/// Which outlook is said: what a single look finds takes the place of another one only when it has lasted.
///
/// What is over is said at once: a forecast, another direction, growth that is measured no more.
struct OutlookCourse: Sendable {
    /// nil: nothing was measured so far.
    private(set) var outlook: MemoryOutlook?

    private static let patience = 5.0
    /// What is said goes on until the bound is passed by as much again, or half.
    private static let longer = 1.5
    /// The share of used memory by which it goes up and down at the least; to end, the lower one.
    private static let swings = (begin: 0.05, end: 0.03)

    private var settling = Settling<MemoryOutlook>()

    /// What one look measured.
    struct Look {
        var seconds: Double
        var used: Double
        /// 0: there is none; nil: not known.
        var limit: Double?
        var trend: Trend?
        var slows: Bool
        var isRefilling: Bool
    }

    mutating func follow(_ look: Look) {
        let found = outlook(of: look)
        // The direction has settled before, and a forecast is taken back at once.
        if outlook == .fills || found.course != outlook?.course {
            settling.believe(found, at: look.seconds)
            outlook = found
        } else if settling.settle(on: found, at: look.seconds, after: Self.patience) {
            outlook = found
        }
    }

    private func outlook(of look: Look) -> MemoryOutlook {
        if look.isRefilling { return .refilling }
        guard let trend = look.trend else { return .notMeasured }
        if trend.slope < 0 { return .shrinks }
        guard trend.slope > 0 else {
            let bound = outlook == .swings ? Self.swings.end : Self.swings.begin
            return trend.swing >= bound * look.used ? .swings : .steady
        }
        guard let limit = look.limit else { return .limitUnknown }
        guard limit > 0 else { return .noLimit }
        if look.slows { return .levelsOff }
        let left = Forecast(used: look.used, limit: limit, perSecond: trend.slope)
        if left.isWithin(trend.seconds * (outlook == .fills ? Self.longer : 1)) { return .fills }
        return left.isWithin(Forecast.longestSeconds * (outlook == .notSoon ? 1 / Self.longer : 1))
            ? .tooEarly : .notSoon
    }
}

extension MemoryOutlook {
    fileprivate enum Course { case none, refilling, up, down, level }

    fileprivate var course: Course {
        switch self {
        case .notMeasured, .other: .none
        case .refilling: .refilling
        case .shrinks: .down
        case .steady, .swings: .level
        case .noLimit, .limitUnknown, .levelsOff, .tooEarly, .notSoon, .fills: .up
        }
    }
}
