/// How used memory goes on: its trend, whether it is filled again after a fall, whether its growth slows, and
/// what that says of when it is full.
///
/// What it says stands for some seconds before another thing is said: at a bound both would be said in turn.
/// What each look alone finds to be full soon for ten seconds is said, whatever was said before.
struct MemoryCourse: Sendable {
    /// Over the last five minutes, or since it changed or fell suddenly; nil: not measured long enough.
    private(set) var trend: Trend?
    /// Its growth levels below the limit, if it goes on to slow as it did.
    private(set) var slows = false
    /// Used memory fell suddenly, or the server was restarted: it is filled again, and that is no growth for
    /// good.
    private(set) var refill: Refill?

    var outlook: MemoryOutlook? { said.outlook }

    struct Refill: Sendable, Hashable {
        /// When it had fallen.
        var since: Timestamp
        var seconds: Double
        /// What was used before.
        var height: Double
        /// How it grew before, a second.
        var growth = 0.0
        /// Since when it has been level.
        var flatSeconds: Double?
    }

    /// Of the newest fall that is known, also where what it took is there again.
    private var newestFall = -Double.infinity
    /// Where what was lost was there again: growth is measured since then.
    private var regainedAt: Double?

    private static let turnPatience = 5.0
    /// For a forecast to be taken back, and for a new one.
    private static let slowPatience = 3.0
    private static let forecastPatience = 10.0
    /// Beyond what it was it is growth as any other.
    private static let beyond = 1.05
    /// The share of what it was at which a dip is over.
    private static let regained = 0.95
    /// The share of what it was by which what is filled again grows in a minute, at the most.
    private static let rest = 0.05
    /// Over how long that is measured.
    private static let restSeconds = 30.0
    /// Level for so long it is filled.
    private static let flatSeconds = 60.0
    private static let longestRefill = 3600.0

    private var turns = Settling<Int>()
    private var slowing = Settling<Bool>()
    private var said = OutlookCourse()
    /// Since when each look alone has found that it fills.
    private var fillsSince: Double?
    /// Over which stretch the trend is, and since when another one would be said.
    private var stretch: Double?
    private var otherSince: Double?

    /// Forgets what it says of points that are no longer to be compared with newer ones.
    /// - Parameter height: what was used before a restart; nil: it was none.
    mutating func begin(at now: Timestamp, seconds: Double, after height: Double?, used: Double?) {
        trend = nil
        (turns, slowing) = (Settling(), Settling())
        (refill, newestFall, fillsSince, regainedAt) = (nil, -.infinity, nil, nil)
        guard let height, let used, used < height else { return }
        refill = Refill(since: now, seconds: seconds, height: height)
    }

    /// - Parameters:
    ///   - points: of five minutes at most, the newest at `now`.
    ///   - recalled: of earlier runs.
    ///   - limit: 0 or nil: there is none.
    mutating func follow(
        _ points: [Trend.Point], recalled: [Trend.Point], limit: Double?, at now: Timestamp
    ) {
        guard let last = points.last else { return }
        var since = points
        if let fall = SuddenFall(points) {
            since = Array(points[fall.index...])
            note(fall, points, at: now)
        } else if let refill, let first = points.first, first.seconds < refill.seconds,
            last.value >= refill.height * Self.regained
        {
            // It was a dip.
            self.refill = nil
        }
        noteRegained(since)
        since.removeAll { $0.seconds < regainedAt ?? -.infinity }
        let change = TrendChange(since)
        var found = change.trend ?? Trend(since)
        if found == nil, since.count == points.count {
            found = Trend(recalled: recalled, points)
        }
        note(found, of: change.stretch, at: last.seconds)
        let levels = Self.levels(since, found, limit: limit)
        note(levels != nil, at: last.seconds)
        endRefill(last)
        var look = OutlookCourse.Look(
            seconds: last.seconds, used: last.value, limit: limit, trend: found,
            slowsSeconds: levels, isRefilling: refill != nil)
        let fills = OutlookCourse.outlook(of: look) == .fills
        fillsSince = fills ? fillsSince ?? last.seconds : nil
        let isCertain = fillsSince.map { last.seconds - $0 >= Self.forecastPatience } ?? false
        if isCertain { believe(found, of: change.stretch, at: last.seconds) }
        (look.trend, look.slowsSeconds) = (trend, slows ? levels ?? 0 : nil)
        said.follow(look, isCertain: isCertain)
    }

    /// It grows, and is full soon: that waits for nothing.
    private mutating func believe(_ found: Trend?, of stretch: Double?, at seconds: Double) {
        guard let found else { return }
        turns.believe(found.direction, at: seconds)
        slowing.believe(false, at: seconds)
        (trend, self.stretch, otherSince, slows) = (found, stretch, nil, false)
    }

    /// What it said so far stays while its opposite, or another stretch of time, is young.
    private mutating func note(_ found: Trend?, of stretch: Double?, at seconds: Double) {
        guard let found else {
            (trend, otherSince) = (nil, nil)
            turns = Settling()
            return
        }
        let former = trend?.direction
        guard
            turns.settle(
                on: found.direction, at: seconds, after: Self.turnPatience,
                isUrgent: found.direction > 0)
        else { return }
        if former == found.direction, stretch != self.stretch {
            otherSince = otherSince ?? seconds
            guard seconds - (otherSince ?? seconds) >= Self.turnPatience else { return }
        }
        (trend, self.stretch, otherSince) = (found, stretch, nil)
    }

    private mutating func note(_ fall: SuddenFall, _ points: [Trend.Point], at now: Timestamp) {
        let seconds = points[fall.index].seconds
        guard let last = points.last, seconds > newestFall, last.value < fall.regained else {
            return
        }
        newestFall = seconds
        // One of several steps: what it was is what it was before the first.
        let height = max(fall.height, refill.map { seconds - $0.seconds < 60 ? $0.height : 0 } ?? 0)
        refill = Refill(
            since: now.adding(seconds: seconds - last.seconds), seconds: seconds, height: height,
            growth: max(0, trend?.slope ?? refill?.growth ?? 0))
        regainedAt = nil
        trend = nil
        turns = Settling()
    }

    /// What was lost is there again, but for a few percent, and grows no faster than before.
    private mutating func noteRegained(_ since: [Trend.Point]) {
        guard let refill, let last = since.last else { return }
        let recent = since.filter {
            last.seconds - $0.seconds <= Self.restSeconds && $0.seconds >= refill.seconds
        }
        let rest = max(refill.height * Self.rest / 60, 1.5 * refill.growth)
        guard let height = recent.suffix(5).map({ $0.value }).median,
            height >= refill.height * Self.regained,
            let slope = Trend(recent)?.slope, slope <= rest, let first = recent.first
        else { return }
        (self.refill, regainedAt) = (nil, first.seconds)
        (trend, turns) = (nil, Settling())
    }

    /// For how long growth is known to slow so that it comes to an end below the limit, by one look alone; nil:
    /// it does not.
    private static func levels(
        _ since: [Trend.Point], _ trend: Trend?, limit: Double?
    ) -> Double? {
        guard let trend, trend.slope > 0, let last = since.last, let limit, limit > 0 else {
            return nil
        }
        let stretch = max(trend.seconds, Levelling.leastSeconds) + 0.5
        let measured = since.filter { last.seconds - $0.seconds <= stretch }
        guard let first = measured.first, let most = Levelling(measured).most, most < limit else {
            return nil
        }
        return last.seconds - first.seconds
    }

    private mutating func note(_ levels: Bool, at seconds: Double) {
        guard let trend, trend.slope > 0 else {
            (slows, slowing) = (false, Settling())
            return
        }
        let patience = levels ? Self.slowPatience : Self.forecastPatience
        if slowing.settle(on: levels, at: seconds, after: patience, isUrgent: !levels) {
            slows = levels
        }
    }

    private mutating func endRefill(_ last: Trend.Point) {
        guard var refill else { return }
        if trend?.direction == 0 {
            refill.flatSeconds = refill.flatSeconds ?? last.seconds
        } else {
            refill.flatSeconds = nil
        }
        let isLevel = refill.flatSeconds.map { last.seconds - $0 >= Self.flatSeconds } ?? false
        let isOver =
            last.value > refill.height * Self.beyond || isLevel
            || last.seconds - refill.seconds > Self.longestRefill
        self.refill = isOver ? nil : refill
    }
}

extension Trend {
    /// 1: up, -1: down, 0: neither.
    fileprivate var direction: Int { slope > 0 ? 1 : slope < 0 ? -1 : 0 }
}
