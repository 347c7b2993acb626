/// The courses of alerts: since when each holds, whether it has begun, and when it is over.
///
/// A rule says at every look whether its condition holds (`asserted`). An alert begins and ends later than
/// that by its rule's `AlertHold`, so what goes up and down at a bound is one alert with one beginning and
/// one end. While its condition is absent it stays, with `quietSince`.
struct AlertBoard: Sendable {
    /// What holds for less is not reported: a single look says little.
    private static let leastSeconds = 3.0
    /// Of ended ones.
    static let mostEnded = 50

    private struct Course: Sendable {
        /// As it was last asserted.
        var alert: Alert
        var began: Timestamp
        var asserted: Timestamp
        var isReported = false
        var heldAtStart: Bool
        /// Since when it is put down to the same cause.
        var datedFrom: Timestamp

        func has(held seconds: Double) -> Bool { asserted.seconds(since: began) >= seconds }

        /// It stood on the screen.
        var wasShown: Bool {
            isReported || has(held: AlertBoard.hold(of: alert.rule).beginsAfter)
        }
    }

    private var courses: [AlertIdentity: Course] = [:]
    /// What was shown, also for a moment only: a list that lets go of it without a word leaves one to wonder. The
    /// newest last.
    private(set) var ended: [EndedAlert] = []
    /// Of those that ended with the last look, the ones that were never reported.
    private(set) var endedUnreported: [EndedAlert] = []

    /// How grave an alert is that holds; nil: it does not. By it a rule knows which bound counts.
    func severity(of rule: String, _ subject: String?) -> Alert.Severity? {
        alert(of: rule, subject)?.severity
    }

    /// As it was last asserted.
    func alert(of rule: String, _ subject: String?) -> Alert? {
        courses[AlertIdentity(rule, subject)]?.alert
    }

    /// As they were last asserted.
    var held: [Alert] { courses.values.map(\.alert) }

    /// What is shown while these conditions hold.
    /// - Parameters:
    ///   - over: those that end at once.
    ///   - isFinal: no more will be observed: nothing waits for its beginning.
    func shown(
        _ asserted: [Alert], over: Set<AlertIdentity> = [], at now: Timestamp, isFinal: Bool = false
    ) -> [Alert] {
        var seen: Set<AlertIdentity> = []
        var alerts = asserted.compactMap { alert -> Alert? in
            guard alert.severity != .info else { return alert }
            let identity = AlertIdentity(alert)
            seen.insert(identity)
            let course = courses[identity]
            let wait = Self.hold(of: alert.rule).beginsAfter
            let held = course.map { max(0, now.seconds(since: $0.began)) } ?? 0
            guard isFinal || course?.isReported == true || held >= wait else { return nil }
            return course.map { Self.dated(alert, $0) } ?? alert
        }
        alerts += courses.filter {
            !seen.contains($0.key) && !over.contains($0.key) && isHeld($0.value, at: now)
        }.map {
            var alert = Self.dated($0.value.alert, $0.value)
            alert.quietSince = $0.value.asserted
            return alert
        }
        return Self.inOrder(alerts)
    }

    /// Takes in the conditions that hold now.
    /// - Parameters:
    ///   - over: those that end at once.
    ///   - isStarting: not all has been looked at so far: what holds may have held before.
    ///   - rule: the only one that was judged; nil: all were.
    mutating func note(
        _ asserted: [Alert], over: Set<AlertIdentity> = [], at now: Timestamp, isStarting: Bool,
        only rule: String? = nil
    ) -> [AlertChange] {
        endedUnreported = []
        func isJudged(_ alert: Alert) -> Bool { rule == nil || alert.rule == rule }
        var changes: [AlertChange] = []
        for alert in asserted where alert.severity != .info && isJudged(alert) {
            let identity = AlertIdentity(alert)
            var course =
                courses[identity]
                ?? Course(
                    alert: alert, began: now, asserted: now, heldAtStart: isStarting,
                    datedFrom: now)
            let former = course.alert.severity
            if course.alert.since != alert.since { course.datedFrom = now }
            (course.alert, course.asserted) = (alert, now)
            if !course.isReported, course.has(held: Self.leastHeld(by: alert.rule)) {
                course.isReported = true
                changes.append(change(.began, course))
            } else if course.isReported, former != .critical, alert.severity == .critical {
                changes.append(change(.worsened, course))
            }
            courses[identity] = course
        }
        for (identity, course) in courses
        where course.asserted != now && isJudged(course.alert) {
            // A clock that went back: what it says of the time since is not known.
            if course.asserted > now { courses[identity]?.asserted = now }
            let isOver = over.contains(identity)
            guard course.asserted < now, isOver || !isHeld(course, at: now) else { continue }
            courses[identity] = nil
            if course.wasShown { keep(course) }
            if course.isReported {
                changes.append(change(.ended, course, until: course.asserted))
            }
        }
        return changes
    }

    /// Among those that are over.
    private mutating func keep(_ course: Course) {
        let alert = Self.dated(course.alert, course)
        let over = EndedAlert(
            alert, since: alert.since ?? course.began, until: course.asserted)
        ended.append(over)
        if !course.isReported { endedUnreported.append(over) }
        while ended.count > Self.mostEnded { forgetOne() }
    }

    /// The oldest; what was grave stays beside much that was not, as long as it is not most of it.
    private mutating func forgetOne() {
        let grave = ended.count { $0.severity == .critical }
        let isMost = grave > Self.mostEnded / 2
        ended.remove(at: isMost ? 0 : ended.firstIndex { $0.severity != .critical } ?? 0)
    }

    /// Its condition is absent, and not for long enough. What had not begun does not stay.
    private func isHeld(_ course: Course, at now: Timestamp) -> Bool {
        let hold = Self.hold(of: course.alert.rule)
        return course.wasShown && max(0, now.seconds(since: course.asserted)) < hold.endsAfter
    }

    private func change(
        _ event: AlertChange.Event, _ course: Course, until: Timestamp? = nil
    ) -> AlertChange {
        AlertChange(
            event, Self.dated(course.alert, course), until: until, heldAtStart: course.heldAtStart)
    }

    /// With its beginning, and whether that is only when it was seen first. A rule may know better.
    private static func dated(_ alert: Alert, _ course: Course) -> Alert {
        var alert = alert
        alert.heldAtStart = alert.since == nil && course.heldAtStart
        alert.since = alert.since ?? course.began
        return alert
    }

    private static let holds = Dictionary(
        uniqueKeysWithValues: AlertRule.all.map { ($0.name, $0.hold) })

    private static func hold(of rule: String) -> AlertHold { holds[rule] ?? .short }

    /// Seconds for which an alert of a rule must have held to be reported.
    private static func leastHeld(by rule: String) -> Double {
        max(leastSeconds, hold(of: rule).beginsAfter)
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: AlertRule.all.enumerated().map { ($1.name, $0) })

    /// In the order of the rules; of one rule by subject, so that none changes its place.
    static func inOrder(_ alerts: [Alert]) -> [Alert] {
        func place(_ alert: Alert) -> Int { places[alert.rule] ?? places.count }
        return alerts.enumerated().sorted { first, second in
            let (a, b) = (place(first.element), place(second.element))
            return a != b ? a < b : first.offset < second.offset
        }.map(\.element)
    }
}

extension AlertBoard {
    /// What an earlier run knew of an alert that held, for a run that goes on from there.
    struct Memory: Sendable, Hashable, Codable {
        var alert: Alert
        var began: Timestamp
        var asserted: Timestamp
    }

    /// Of alerts that have begun.
    var reported: [(alert: Alert, since: Timestamp, asserted: Timestamp)] {
        courses.values.filter(\.isReported).map {
            ($0.alert, $0.alert.since ?? $0.began, $0.asserted)
        }
    }

    /// Those of a rule that have begun and hold now, and were put down to the same cause for as long as one
    /// must hold to begin.
    func settled(_ rule: AlertRule, at now: Timestamp) -> [Alert] {
        courses.values.filter { course in
            course.alert.rule == rule.name && course.isReported && course.asserted == now
                && now.seconds(since: course.datedFrom) >= rule.hold.beginsAfter
        }.map(\.alert)
    }

    mutating func recall(ended alerts: [EndedAlert]) { ended = alerts.suffix(Self.mostEnded) }

    var memories: [Memory] {
        courses.values.map { Memory(alert: $0.alert, began: $0.began, asserted: $0.asserted) }
            .sorted { ($0.began, $0.alert.rule) < ($1.began, $1.alert.rule) }
    }

    mutating func recall(_ memories: [Memory]) {
        for memory in memories {
            var course = Course(
                alert: memory.alert, began: memory.began, asserted: memory.asserted,
                heldAtStart: memory.alert.heldAtStart == true, datedFrom: memory.began)
            // What an earlier run saw for less than that has begun for none.
            course.isReported = course.has(held: Self.leastHeld(by: memory.alert.rule))
            courses[AlertIdentity(memory.alert)] = course
        }
    }
}
