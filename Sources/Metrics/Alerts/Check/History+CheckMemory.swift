extension History {
    /// Goes on from what earlier runs knew. Before the first observation.
    /// - Parameter monotonicSeconds: of this run's clock, at `now`.
    package mutating func recall(
        _ memory: CheckMemory, at now: Timestamp, monotonicSeconds: Double
    ) {
        let memory = memory.known(at: now)
        server.recall(
            memory.readings.map {
                ServerHistory.Reading(
                    $0, seconds: monotonicSeconds - now.seconds(since: $0.at))
            }, runID: memory.runID)
        usual.recall(
            memory.minutes.map { minute in
                var rates: [Double?] = policy.resources.map { minute.rates[$0.name] }
                while rates.count < grammar.slots { rates.append(nil) }
                return UsualRates.Minute(number: minute.number, rates: rates)
            })
        alertBoard.recall(memory.alerts)
        newestEvent = memory.newestEvent
        flow = memory.flow
        if let calls = memory.calls { detectors.losses.recall(calls.counts, at: calls.at) }
        listeners.recall(
            memory.listeners.map {
                ListenerHistory.Listener(
                    name: $0.name, beat: nil, problem: nil, seenAt: $0.seenAt,
                    goneSince: $0.goneSince)
            })
    }

    /// What the next run is to know.
    /// - Parameters:
    ///   - earlier: what this run went on from.
    ///   - snapshot: of its end.
    ///   - ownLookups: what this run looked up until then, also after its last poll: to the next runs it would
    ///     look like another watcher's.
    package func memory(
        after earlier: CheckMemory?, with snapshot: Snapshot, ownLookups: HitCounts,
        ownReaderCalls: UInt64
    ) -> CheckMemory {
        let now = snapshot.takenAt
        var memory = CheckMemory(endpoint: snapshot.endpoint, savedAt: now)
        memory.runID = server.latest?.runID
        if let earlier, earlier.runID == memory.runID {
            memory.readings = earlier.known(at: now).readings
            for index in memory.readings.indices {
                memory.readings[index].addOwn(ownLookups, ownReaderCalls)
            }
        }
        if let newest = server.newest {
            memory.readings.append(
                CheckMemory.Reading(
                    newest, own: server.before.counts(with: ownLookups),
                    readerCalls: server.before.calls(with: ownReaderCalls)))
        }
        memory.readings = memory.readings.suffix(CheckMemory.mostReadings)
        memory.minutes = usual.minutes.map { minute in
            let named = zip(policy.resources, minute.rates).compactMap { resource, rate in
                rate.map { (resource.name, $0) }
            }
            return CheckMemory.Minute(
                number: minute.number,
                rates: Dictionary(named, uniquingKeysWith: { first, _ in first }))
        }
        var board = alertBoard
        _ = board.note(
            snapshot.alerts.filter(\.isNow), at: now, isStarting: false)
        memory.alerts = board.memories
        memory.newestEvent = newestEvent
        memory.flow = checkedFlow(at: now) ?? flow
        memory.calls = detectors.losses.newestCalls.map { .init(at: $0.at, counts: $0.calls) }
        memory.listeners = listeners.listeners.map {
            CheckMemory.Listener(name: $0.name, seenAt: $0.seenAt, goneSince: $0.goneSince)
        }
        return memory
    }
}

extension History {
    /// Between the run before and this one; nil: no event came, or they lie too close together.
    private func checkedFlow(at now: Timestamp) -> EventFlow? {
        guard let newestEvent, now.seconds(since: newestEvent) < 10,
            let others = server.othersLookups(since: now.adding(seconds: -301)),
            others.seconds >= 5,
            let covered = coveredSeconds(Int(min(300, others.seconds)), endingAt: now), covered >= 5
        else { return nil }
        let end = now.milliseconds / TimeBuckets.width
        let events = (0..<grammar.slots).reduce(into: HitCounts()) {
            $0 += buckets.sum(slot: $1, endingAt: end, seconds: Int(covered))
        }
        return EventFlow(
            events: Double(events.lookups) / covered,
            lookups: Double(others.count) / others.seconds)
    }
}

extension CheckMemory.Reading {
    /// - Parameter own: what runs have looked up until the end of its own.
    fileprivate init(_ reading: ServerHistory.Reading, own: HitCounts, readerCalls: UInt64) {
        self.init(
            at: reading.at, hits: reading.hits, misses: reading.misses, expired: reading.expired,
            evicted: reading.evicted, cpuSeconds: reading.cpuSeconds,
            usedBytes: reading.usedBytes, readerCalls: reading.readerCalls?.all)
        let calls = reading.readerCalls?.own ?? readerCalls
        addOwn(
            HitCounts(
                hits: own.hits - min(own.hits, reading.own.hits),
                misses: own.misses - min(own.misses, reading.own.misses)),
            readerCalls - min(readerCalls, calls))
    }

    fileprivate mutating func addOwn(_ own: HitCounts, _ readerCalls: UInt64) {
        ownHits = saturatingSum(ownHits, own.hits)
        ownMisses = saturatingSum(ownMisses, own.misses)
        ownReaderCalls = saturatingSum(ownReaderCalls, readerCalls)
    }
}

extension ServerHistory.Reading {
    /// Its own look-ups are those that came after it.
    fileprivate init(_ reading: CheckMemory.Reading, seconds: Double) {
        self.init(
            at: reading.at, seconds: seconds, hits: reading.hits, misses: reading.misses,
            own: HitCounts(hits: reading.ownHits, misses: reading.ownMisses),
            expired: reading.expired, evicted: reading.evicted, cpuSeconds: reading.cpuSeconds,
            usedBytes: reading.usedBytes,
            readerCalls: reading.readerCalls.map {
                ReaderCalls(all: $0, own: reading.ownReaderCalls)
            })
    }
}
