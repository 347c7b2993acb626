extension History {
    /// Publishers batch, and the two clocks are read one after the other.
    private static let lateness = 0.5
    /// Of look-ups that may fall to either side of the two ends, and in how long they are few.
    private static let slackSeconds = 0.25
    private static let leastSeconds = 4.0
    /// Look-ups below which nothing is said, and the share that is no difference.
    private static let leastLookups = 200.0
    private static let agreement = 0.02

    /// nil: the events can't be read, or not long enough, or there are too few look-ups.
    func reconciliation(at now: Timestamp) -> Reconciliation? {
        guard status.kind != .none, status.problem == nil, let covered = status.coveredFrom,
            let readUntil = status.readUntil ?? status.coveredFrom
        else { return nil }
        let begin = max(covered, detectors.gaps.newest ?? covered)
        let settled = readUntil.adding(seconds: -Self.lateness)
        guard let stretch = server.stretch(from: begin, upTo: min(settled, now)) else {
            return nil
        }
        return reconciliation(of: stretch)
    }

    private func reconciliation(of stretch: ServerStretch) -> Reconciliation? {
        let (first, last) = (TimeBuckets.index(of: stretch.from), TimeBuckets.index(of: stretch.to))
        var (stream, versioned) = (HitCounts(), HitCounts())
        for slot in 0..<grammar.slots {
            let counts = buckets.sum(slot: slot, after: first, upTo: last)
            stream += counts
            if policy.resources[safe: slot]?.counter != nil { versioned += counts }
        }
        let shop = Double(stretch.withoutOwn.lookups) - Double(stretch.otherReaders ?? 0)
        let difference = shop - Double(stream.lookups)
        let seconds = stretch.to.seconds(since: stretch.from)
        guard seconds >= Self.leastSeconds, max(shop, Double(stream.lookups)) >= Self.leastLookups
        else { return nil }
        let slack =
            Self.agreement * max(shop, 0) + Double(stream.lookups) / seconds * Self.slackSeconds
        let reading = reading(
            difference, counterReads: Double(versioned.lookups), slack: slack,
            extraMisses: Double(stretch.withoutOwn.misses) - Double(stream.misses))
        var result = Reconciliation(
            from: stretch.from, to: stretch.to, serverHits: stretch.all.hits,
            serverMisses: stretch.all.misses,
            ownLookups: stretch.all.lookups - min(stretch.all.lookups, stretch.withoutOwn.lookups),
            otherReaders: stretch.otherReaders, streamHits: stream.hits,
            streamMisses: stream.misses, counterLookups: versioned.lookups,
            difference: Int64(max(-1e18, min(1e18, difference.rounded()))),
            share: shop > 0 ? difference / shop : nil, reading: reading, message: "")
        result.message = result.words
        return result
    }

    private func reading(
        _ difference: Double, counterReads: Double, slack: Double, extraMisses: Double
    ) -> Reconciliation.Reading {
        if abs(difference) <= slack { return .agrees }
        if (insight?.largestWeight ?? 1) > 1 { return .sampled }
        if difference < 0 { return .answeredElsewhere }
        if counterReads > 0, abs(difference - counterReads) <= slack + counterReads / 10,
            extraMisses <= slack
        {
            return .counterReads
        }
        return hasOtherKeys ? .otherApplication : .unpublishedLookups
    }

    /// A tenth of the keys is of no resource, or another database has keys.
    private var hasOtherKeys: Bool {
        if let info = server.latest, let all = info.keysOfAllDatabases, let survey,
            survey.isComplete, all > UInt64(survey.looked) + UInt64(survey.looked) / 10 + 10
        {
            return true
        }
        guard let survey, let other = survey.slots.last?.keys, survey.looked > 0 else {
            return false
        }
        return other * 10 >= survey.looked
    }
}

extension Reconciliation {
    fileprivate var words: String {
        let seconds = Format.span(to.seconds(since: from))
        let stream = Format.grouped(saturatingSum(streamHits, streamMisses))
        let count = Format.grouped(difference.magnitude)
        let counted = "In \(seconds) the events tell of \(stream) look-ups"
        switch reading {
        case .agrees: return "\(counted), and so does the server, without those of watchers."
        case .counterReads:
            return "\(counted). The server counted \(count) more, about one for each look-up of a "
                + "resource with a version: the API reads its counters."
        case .unpublishedLookups:
            return "\(counted). The server counted \(count) more: the API does not publish all of "
                + "its look-ups, or something else reads this Redis."
        case .otherApplication:
            return "\(counted). The server counted \(count) more, and many of its keys are of no "
                + "resource: another application uses this Redis."
        case .sampled:
            return "\(counted), by their weights; the server counted \(count) "
                + "\(difference > 0 ? "more" : "fewer"): the API publishes a sample."
        case .answeredElsewhere:
            return
                "\(counted). The server counted \(count) fewer: some are answered by a replica, or "
                + "by the API's memory, or are published twice."
        case .other: return "\(counted)."
        }
    }
}
