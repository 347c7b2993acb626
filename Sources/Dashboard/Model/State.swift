package import Metrics
package import Screen

/// Everything the dashboard knows and everything the operator has done to it. One loop owns it;
/// `update` is the only thing that changes it, and does no I/O.
package struct State: Sendable {
    @Held package var setting: StartFacts
    package var size: Size
    @Held package var history: History
    package var link = LinkState.connecting
    /// Seconds on the monotonic clock, of the newest action that carries the time.
    package var now: Double
    /// The last look at the server: its clock and ours.
    package var lastLook: Look?
    /// The start: this machine's clock, until the server's is known.
    private let begun: Look
    /// What is drawn: `present`, or a moment of the past.
    @Held package var shown: Snapshot {
        didSet {
            happenings = shown.happenings
            noteMissCauses()
            if viewing == nil { letters.give(to: happenings) }
        }
    }
    /// Those of `shown`, oldest first: derived once for all that reads them.
    private(set) var happenings: [Happening] = [] {
        didSet { causeOrder = CauseOrder(happenings) }
    }
    private(set) var causeOrder = CauseOrder([])
    /// Of the happenings of `present`.
    private(set) var letters = TimelineLetters()
    /// Derived anew at every look, kept while paused.
    @Held private(set) var present: Snapshot
    @Held package internal(set) var past = Past()
    /// The moment of the past that is shown; nil: it is `present`.
    @Held package private(set) var viewing: PastMoment?
    /// Why look-ups miss was known of a resource once: its column stays, also where it is not known.
    private(set) var hasMissCauses = false
    /// What `shown` has of the past, as curves.
    @Held private(set) var curves: Curves
    /// Counts how often `shown` was derived: what depends on it alone needs no new frame before.
    package private(set) var revision = 0
    package var isPaused = false
    /// Drawn from a file: there is no connection, no clock and no operator.
    package var isReplay = false
    @Held package var mode = Mode.browsing
    package var planSight = PlanSight.atOnce
    package var focus = PanelID.resources
    package var isExpanded = false
    /// The panel with a place that had the focus last.
    var focusBefore = PanelID.resources
    /// Rows that lists with the whole screen got their cursor on: the operator chose none of them.
    var givenCursors: [PanelID: RowID] = [:]
    package var selections: [PanelID: Selection] = [:]
    /// The text behind `/`; empty: none.
    package var filter = "" { didSet { if filter != oldValue { search() } } }
    var unbound = UnboundKeys()
    /// Lines typed behind `:`, oldest first.
    var typedLines: [String] = []
    @Held package var keyOrder = KeyOrder()
    /// What lies above the dashboard, the topmost last.
    package var views: [View] = []
    /// Rows of the view that were scrolled away above.
    var viewOffset = 0
    package var chartStretch = ChartStretch.hour
    /// When the operator pressed a key last.
    var keyedAt = -Double.infinity
    /// When the key that is looked at was last asked for.
    var inspectedAt = -Double.infinity
    /// When the shown keys' time to live and size were last asked for.
    var measuredAt = -Double.infinity
    /// What hit rates are compared with; nil: nothing.
    @Held package internal(set) var baseline: Snapshot.Baseline?
    package internal(set) var resourceOrder = ResourceOrder.policy
    package var timelineFilter = TimelineFilter.all
    var awaitedMark: AwaitedMark?
    /// The first line on the screen of the happening that is open; nil: none is.
    var openedLine: Int?
    /// What the page of alerts lists while it is open.
    @Held var alertPage: AlertPage?
    /// Alerts that began or ended and were not passed on yet.
    var alertChanges: [AlertChange] = []
    package var notice: Notice?
    /// The invalidation under way: one at a time.
    @Held package var running: Running?

    package struct Look: Sendable, Hashable {
        package var server: Timestamp
        package var monotonic: Double
    }

    package init(
        setting: StartFacts, grammar: KeyGrammar, size: Size, now: Double, wallClock: Timestamp
    ) {
        let history = History(grammar: grammar, source: setting.source, alerts: setting.alerts)
        let present = history.snapshot(
            at: wallClock, endpoint: setting.endpoint, intervalSeconds: setting.intervalSeconds)
        self.setting = setting
        self.size = size
        self.now = now
        begun = Look(server: wallClock, monotonic: now)
        self.history = history
        self.present = present
        shown = present
        curves = Curves(present)
        if let text = setting.startNotice {
            say(text, .warning, seconds: 30)
        } else if let text = setting.startHint {
            say(text, .accent, seconds: 30)
        }
    }

    /// A snapshot to look at, from a file: everything is in it, nothing moves.
    package init(replaying snapshot: Snapshot, size: Size) {
        var setting = StartFacts(endpoint: snapshot.endpoint, source: snapshot.events.source)
        setting.intervalSeconds = snapshot.intervalSeconds
        setting.alerts = AlertSettings(snapshot.alertSettings ?? [])
        self.init(
            setting: setting, grammar: KeyGrammar(policy: .standard), size: size, now: 0,
            wallClock: snapshot.takenAt)
        shown = snapshot
        // One that names its settings was judged by all of its rules.
        if snapshot.alertSettings == nil { shown.addMissingAlerts() }
        present = shown
        past = Past(replaying: shown)
        baseline = snapshot.baseline
        for record in snapshot.invalidations { history.observe(record) }
        history.recall(alertsOf: shown)
        // Entries of invalidations are made of their records.
        history.observe(marks: snapshot.timeline.filter { $0.kind != .invalidation })
        curves = Curves(self)
        happenings = shown.happenings
        letters = TimelineLetters(of: happenings)
        letters.give(to: happenings)
        noteMissCauses()
        link = .live
        isReplay = true
        filter = snapshot.found?.text ?? ""
    }

    package var glyphs: Glyphs {
        setting.isASCII ? .ascii : setting.hasBraille ? .unicode : .blocks
    }

    /// The server's clock now: that of the last look, moved on by ours.
    package var serverNow: Timestamp {
        // A file has one moment.
        guard !isReplay else { return present.takenAt }
        let look = lastLook ?? begun
        return look.server.adding(seconds: max(0, now - look.monotonic))
    }

    /// Seconds since the last look; nil before the first.
    package var age: Double? { lastLook.map { max(0, now - $0.monotonic) } }

    package var isLive: Bool { link == .live }

    /// Whether there is room for anything but a sentence.
    package var isLargeEnough: Bool { size.columns >= 40 && size.rows >= 10 }

    /// Whether a scope's name must be typed, not just `y`.
    package func wantsTyping(_ scope: InvalidationScope) -> Bool {
        scope.mustBeTyped(inProduction: setting.isProduction)
    }

    /// Derives what is known now. All of it is recorded, also while the screen holds still or shows an
    /// earlier moment.
    mutating func refresh() {
        // Without a connection figures stand still: the last minute is the one before the loss.
        let moment = isLive ? serverNow : lastLook?.server ?? serverNow
        var fresh = history.snapshot(
            at: moment, endpoint: setting.endpoint, intervalSeconds: setting.intervalSeconds,
            topKeyLimit: 50)
        fresh.found = history.found(filter, at: fresh.takenAt)
        noteAlerts(of: fresh, at: moment)
        if isLive, lastLook != nil { past.note(fresh) }
        revision &+= 1
        guard !isPaused else { return keepOwnPurges(of: fresh) }
        present = fresh
        if viewing == nil {
            show(fresh)
        } else {
            letters.give(to: fresh.happenings)
        }
    }

    /// While the figures stand still: what this cachetop itself has purged appears, and what it did goes on.
    private mutating func keepOwnPurges(of fresh: Snapshot) {
        let held = present.invalidations
        present.invalidations = fresh.invalidations.compactMap { record in
            if history.isOwn(record) { return record }
            return held.first {
                $0.id == record.id && $0.at == record.at && $0.scope == record.scope
            }
        }
        present.timeline = timeline(present.timeline, withOwnOf: fresh)
        if viewing == nil { show(present) }
    }

    /// Alerts by what was learned since the last look; the numbers stay those of it.
    mutating func refreshAlerts() {
        guard !isPaused else { return }
        present.alerts = history.alerts(over: present)
        if viewing == nil { shown = present }
    }

    /// Shows a moment of the past; nil, or one that is not recorded any more: the present.
    mutating func view(_ moment: PastMoment?) {
        let snapshot = moment.flatMap { past.snapshot(at: $0.at, invalidationsOf: history) }
        viewing = snapshot == nil ? nil : moment
        show(snapshot ?? present)
    }

    /// Finds the text behind `/` among all keys that are known.
    private mutating func search() {
        // A file has what was found; no history is behind it.
        guard !isReplay else { return }
        present.found = history.found(filter, at: present.takenAt)
        if viewing == nil { shown.found = present.found }
        revision &+= 1
    }

    /// The key that is looked at, by what was learned of it since the last look.
    mutating func refreshInspected() {
        // A file has what was known of the key that was open; no server answers for another.
        guard !isReplay else { return }
        present.inspected = history.inspectedReport(over: present)
        if viewing == nil { shown.inspected = present.inspected }
        revision &+= 1
    }

    private mutating func noteMissCauses() {
        guard !hasMissCauses else { return }
        hasMissCauses = shown.resources.contains { $0.missCauses?.main != nil }
    }

    private mutating func show(_ snapshot: Snapshot) {
        shown = snapshot
        if viewing == nil, isReplay == false { shown.inspected = present.inspected }
        curves = Curves(self)
        followNewest()
        followSelections()
    }
}
