/// Everything observed so far, in bounded memory. `snapshot(at:)` derives what is shown.
///
/// Only values come in, each with its own moment; there is no clock in here, so a test replays an
/// hour in a millisecond.
package struct History: Sendable {
    /// Of own records, of other operators' and of observed ones, each.
    package static let recordLimit = RecordBook.limit
    /// Seconds by which a bump's event may lie ahead of the server's clock.
    private static let mostAhead = 60.0

    package let grammar: KeyGrammar
    var buckets: TimeBuckets
    var totals: [HitCounts]
    var received: UInt64 = 0
    var unknown: UInt64 = 0
    var understanding = EventUnderstanding()
    /// Entries with ids ahead of the server's clock.
    var ahead: UInt64 = 0
    var status: EventStatus
    var topKeys: [TopKeys.Entry] = []
    var keyWindows = KeyWindows()
    var keyFacts = KeyFacts()
    /// The key that an operator looks at, and what the server said of it.
    var inspectedKey: [UInt8]?
    var inspection: KeyInspection?
    /// nil: no event was read yet.
    var insight: InsightReport?
    /// Where the first report's reading began; a later gap does not move it.
    var countedFrom: Timestamp?
    var server = ServerHistory()
    var counters: [CounterHistory]
    var listeners = ListenerHistory()
    var survey: KeyspaceSurvey?
    /// The newest that came to its end.
    var wholeSurvey: KeyspaceSurvey?
    var book = RecordBook()
    var markBook = MarkBook()
    var happened = HappeningBook()
    var detectors = Detectors()
    /// The newest sweep that was allowed to ask for times to live, and for memory.
    var lifeSurvey: KeyspaceSurvey?
    var memorySurvey: KeyspaceSurvey?
    var cliffs = CliffWatch()
    /// Of the event stream, by the last sweep that came past it; nil: unknown, or there is none.
    var streamBytes: UInt64?
    var moved = MovedCounters()
    var alertBoard = AlertBoard()
    let alertSettings: AlertSettings
    /// What the hit rates usually are.
    var usual: UsualRates
    /// The id's time of the newest event that was understood.
    var newestEvent: Timestamp?
    /// nil: no event came while the server was polled.
    var flow: EventFlow?
    /// What became of the last command of `--on-alert`; nil: none was run.
    var alertCall: AlertCallOutcome?
    /// nil: no search engine was asked, or none has answered yet.
    var searchHealth: SearchHealth?
    /// The server's clock at the last look.
    private var clock: Timestamp?
    /// nil: Redis answers.
    var outage: Outage?
    /// Redis has answered in this run.
    private(set) var hasAnswered = false
    /// The first look: until a whole sweep was made since, what holds may have held for long.
    private var firstLook: Timestamp?
    var states = SourceStates()
    var eventsState = SourceState.notYet(why: nil)
    /// The same of XINFO, which detects lost entries.
    var streamInfoState = SourceState.notYet(why: nil)

    package var policy: CachePolicy { grammar.policy }

    /// - Parameter source: the event source's name until it reports itself.
    package init(
        grammar: KeyGrammar, source: String, alerts: AlertSettings = AlertSettings()
    ) {
        self.grammar = grammar
        alertSettings = alerts
        usual = UsualRates(slots: grammar.slots)
        buckets = TimeBuckets(slots: grammar.slots)
        totals = Array(repeating: HitCounts(), count: grammar.slots)
        status = EventStatus(source: source)
        let policy = grammar.policy
        counters = policy.counters.map {
            CounterHistory(
                name: CounterHistory.name(of: $0),
                key: policy.key(ofCounter: $0))
        }
    }

    package mutating func observe(_ sample: Sample) {
        let lastLook = clock
        if let why = sample.stall {
            noteOutage(why: why, at: sample.at, after: lastLook)
        } else {
            outage = nil
            hasAnswered = true
        }
        clock = sample.at
        firstLook = firstLook ?? sample.at
        recordMoves(at: sample.at)
        states.observe(sample)
        if let info = sample.info { server.observe(info, sample: sample) }
        if let poll = ServerPoll(sample) {
            forgetSurvey(after: poll)
            detect(poll)
        }
        followAftermath(at: sample.at)
        settleUsual()
        keyWindows.settle(at: sample.at)
        noteFlow(at: sample.at)
        if let readings = sample.listeners { listeners.observe(readings, at: sample.at) }
        guard let readings = sample.counters else { return }
        for (index, reading) in zip(counters.indices, readings) {
            moved.note(
                index, from: counters[index].reading, to: reading,
                after: counters[index].state.moment ?? lastLook, at: sample.at)
            counters[index].observe(reading, at: sample.at)
        }
    }

    package mutating func observe(_ report: EventReport) {
        guard report.tally.totals.count == totals.count else { return }
        for slot in totals.indices { totals[slot] += report.tally.totals[slot] }
        let oldest = clock.map { TimeBuckets.index(of: $0) - Int64(TimeBuckets.horizon) }
        buckets.merge(report.tally.buckets, from: oldest ?? .min)
        received += report.tally.received
        unknown += report.tally.unknown
        ahead += report.tally.ahead
        let moment = report.at ?? report.tally.newest ?? clock
        newestEvent = [newestEvent, report.tally.newest].compactMap(\.self).max()
        understanding.observe(
            report.tally.understanding, at: moment ?? Timestamp(milliseconds: 0))
        status = report.status
        countedFrom =
            countedFrom
            ?? report.status.coveredFrom.map { max($0, report.status.firstEntryAt ?? $0) }
        noteState(of: report.status)
        topKeys = report.topKeys
        keyWindows.observe(report.keySlices, at: moment ?? Timestamp(milliseconds: 0))
        insight = report.insight ?? insight
        settleUsual()
        noteBumps(of: report.tally)
        detectors.announced.add(report.tally)
        if let moment { detect(report.status, at: moment) }
        for record in ObservedRecords(grammar: grammar).records(of: report.tally) { add(record) }
    }

    /// What a sweep was not allowed to ask stays as an earlier one found it.
    package mutating func observe(_ survey: KeyspaceSurvey) {
        self.survey = survey
        if survey.isComplete { wholeSurvey = survey }
        detect(survey)
        if lifeSurvey == nil || survey.replaces(.timeToLive) {
            lifeSurvey = survey
            cliffs.observe(expiryForecasts(at: survey.takenAt), policy, at: survey.takenAt)
        }
        if memorySurvey == nil || survey.replaces(.memoryUsage) {
            memorySurvey = survey
            if survey.isComplete || survey.streamBytes != nil { streamBytes = survey.streamBytes }
        }
        states.observe(survey)
    }

    /// Why the keyspace can't be swept, or only in part; empty when it can.
    package mutating func observe(sweepProblems: [Source: SourceProblem]) {
        states.observe(sweepProblems: sweepProblems)
    }

    package mutating func observe(_ health: SearchHealth) { searchHealth = health }

    /// This cachetop's own when it has ended; those of others as the trail on Redis has them.
    package mutating func observe(_ record: InvalidationRecord, isOwn: Bool = false) {
        add(record, isOwn: isOwn)
    }

    /// Adds the minutes that are over, once the events of all of them are in.
    private mutating func settleUsual() {
        let isBehind = status.kind == .stream && status.lagSeconds.map { $0 > 2 } ?? true
        guard let clock, !isBehind else { return }
        usual.settle(at: clock, from: buckets, coveredFrom: status.coveredFrom)
    }

    /// What has to go for it stays in the timeline.
    mutating func add(_ record: InvalidationRecord, isOwn: Bool = false) {
        if let forgotten = book.add(record, isOwn: isOwn) { happened.keep(forgotten: forgotten) }
    }

    /// Whether it is an attempt of this cachetop.
    package func isOwn(_ record: InvalidationRecord) -> Bool { book.isOwn(record) }

    /// The connection was lost: no rate may span the hole, and all that came over it grows old.
    /// - Parameter moment: on the server's clock; nil: that of the last answer.
    package mutating func interrupt(why: String, at moment: Timestamp? = nil) {
        if let moment = moment ?? clock { noteOutage(why: why, at: moment, after: clock) }
        server.interrupt()
        detectors.losses.interrupt()
        let problem = SourceProblem(.lost, why)
        states.interrupt(problem)
        for index in counters.indices { counters[index].fail(problem) }
    }

    /// A `bump` event dates its counter better than the poll that sees the new value.
    private mutating func noteBumps(of tally: EventTally) {
        for event in tally.invalidations where event.outcome == .bump {
            // A moment ahead of the clock would date the counter for ever.
            if let clock, event.at.seconds(since: clock) > Self.mostAhead { continue }
            for index in counters.indices where Array(counters[index].key.utf8) == event.key {
                counters[index].observeBump(at: event.at)
            }
        }
    }
}

extension History {
    /// Nothing has been read from the event source yet.
    package var isWithoutEvents: Bool { received == 0 && understanding.lines == 0 }
    /// There is a survey, finished or not.
    package var isSwept: Bool { survey != nil }

    /// Not all has been looked at so far: what holds now may have held before this run.
    func isStarting(at now: Timestamp) -> Bool {
        guard let firstLook, now.seconds(since: firstLook) >= 15 else { return true }
        return isSwept && wholeSurvey == nil
    }
}
