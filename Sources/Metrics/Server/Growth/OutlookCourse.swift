/// Which outlook is said: what a single look finds takes the place of another one only when it has lasted.
///
/// What is over is said at once: a forecast, another direction, growth that is measured no more. What may be
/// dangerous waits for no longer than the first time, whatever was said lately.
struct OutlookCourse: Sendable {
    /// nil: nothing was measured so far.
    private(set) var outlook: MemoryOutlook?

    private static let patience = 5.0
    /// A forecast goes on until the bound is passed by half.
    private static let longer = 1.5
    /// "Later than in two and a half hours" goes on until it is two.
    private static let sooner = 0.8
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
        /// For how long growth is known to slow so that it ends below the limit; nil: it does not.
        var slowsSeconds: Double?
        var isRefilling: Bool
    }

    /// - Parameter isCertain: it has lasted.
    mutating func follow(_ look: Look, isCertain: Bool = false) {
        let found = Self.outlook(of: look, after: outlook)
        // The direction has settled before, and a forecast is taken back at once.
        if isCertain || outlook == .fills || found.course != outlook?.course {
            settling.believe(found, at: look.seconds)
            outlook = found
        } else if settling.settle(
            on: found, at: look.seconds, after: Self.patience,
            isUrgent: found == .fills || outlook == .notSoon || outlook == .levelsOff)
        {
            outlook = found
        }
    }

    /// - Parameter outlook: what is said: each goes on for a while beyond its bound. nil: nothing.
    static func outlook(of look: Look, after outlook: MemoryOutlook? = nil) -> MemoryOutlook {
        if look.isRefilling { return .refilling }
        guard let trend = look.trend else { return .notMeasured }
        if trend.slope < 0 { return .shrinks }
        guard trend.slope > 0 else {
            let bound = outlook == .swings ? swings.end : swings.begin
            return trend.swing >= bound * look.used ? .swings : .steady
        }
        guard let limit = look.limit else { return .limitUnknown }
        guard limit > 0 else { return .noLimit }
        if let known = look.slowsSeconds, known >= Levelling.leastSeconds { return .levelsOff }
        let left = Forecast(used: look.used, limit: limit, perSecond: trend.slope)
        if look.slowsSeconds == nil,
            left.isWithin(trend.seconds * (outlook == .fills ? longer : 1))
        {
            return .fills
        }
        return left.isWithin(Forecast.longestSeconds * (outlook == .notSoon ? sooner : 1))
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
