// The timeline: what the detectors found, put together.

extension History {
    /// Oldest first.
    /// - Parameter records: the invalidations as they are shown.
    func timeline(of records: [InvalidationRecord]) -> [TimelineEntry] {
        let groups = InvalidationGroups(records, older: happened.older).happenings.map(\.entry)
        return (groups + happened.entries + markBook.marks).sorted { $0.at < $1.at }
    }

    /// The same as it was known at an earlier moment.
    func timeline(of records: [InvalidationRecord], at moment: Timestamp) -> [TimelineEntry] {
        timeline(of: records).compactMap { $0.known(at: moment) }
    }

    /// What a poll of the server says has happened.
    mutating func detect(_ poll: ServerPoll) {
        if let entry = detectors.restarts.observe(poll) { happened.put(entry, slots: allSlots) }
        for entry in detectors.settings.observe(poll) { happened.put(entry) }
        if let entry = detectors.evictions.observe(poll) { happened.put(entry, slots: allSlots) }
        detectors.losses.observe(poll)
        let announcements = announcements(at: poll.at)
        for finding in detectors.losses.settle(at: poll.at, by: announcements) {
            if let former = finding.replaced { happened.remove(former) }
            happened.put(finding.entry, slots: slots(of: finding.entry.parts))
        }
        followHappenings(at: poll.at)
    }

    mutating func detect(_ status: EventStatus, at moment: Timestamp) {
        for entry in detectors.gaps.observe(status, at: moment) { happened.put(entry) }
    }

    mutating func detect(_ survey: KeyspaceSurvey) {
        guard let sweep = SweepCounts(survey) else { return }
        for entry in detectors.losses.observe(sweep, names: policy.resources.map(\.name)) {
            happened.put(entry, slots: slots(of: entry.parts))
        }
    }

    private var allSlots: [Int] { Array(0..<grammar.slots) }

    private func slots(of parts: [TimelineEntry.Part]) -> [Int] {
        let known = parts.compactMap { policy.index(of: $0.resource) }
        return known.isEmpty ? allSlots : known
    }

    /// What is known of removals that were announced.
    private func announcements(at now: Timestamp) -> Announcements {
        Announcements(
            log: detectors.announced, records: book.records,
            eventsUntil: eventsKnownUntil(at: now))
    }

    /// Up to when every announcement that was published has been read; nil: they can't be read.
    private func eventsKnownUntil(at now: Timestamp) -> Timestamp? {
        // There is no stream: nothing is published.
        if status.problem?.kind == .pending { return now }
        guard status.problem == nil, status.coveredFrom != nil, eventsState.isFresh,
            status.lagSeconds.map({ $0 <= 2 }) ?? true
        else { return nil }
        if let gap = detectors.gaps.newest, now.seconds(since: gap) < 30 { return nil }
        return now
    }

    /// The alerts of now, for a snapshot that no later one follows.
    static func entries(of alerts: [Alert], at now: Timestamp) -> [TimelineEntry] {
        alerts.filter(AlertLog.isKept).map { AlertLog.entry($0, at: $0.since ?? now) }
    }
}

extension History {
    /// After each poll: what the newest happenings did to the hit rate so far.
    private mutating func followHappenings(at now: Timestamp) {
        guard happened.items.contains(where: { $0.slots != nil }) else { return }
        let recent = recentCounts(endingAt: now.milliseconds / TimeBuckets.width)
        let later = recentCauses(at: now)
        for (index, item) in happened.items.enumerated() {
            guard let cause = item.cause else { continue }
            happened.setAftermath(
                aftermath(item.aftermath, of: cause, recent: recent, later: later, at: now),
                at: index)
        }
    }

    /// Invalidations of the time before this run, as the event stream or the trail still has them. What they
    /// did to the hit rate is not known.
    package mutating func observe(past records: [InvalidationRecord]) {
        for record in records where !book.has(record) { add(record) }
    }

    /// The same from events that were read backwards; their counts are not added to any total.
    package mutating func observe(pastInvalidationsOf tally: EventTally) {
        observe(past: ObservedRecords(grammar: grammar).records(of: tally))
    }
}
