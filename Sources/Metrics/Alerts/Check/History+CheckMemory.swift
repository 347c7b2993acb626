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
    package func memory(after earlier: CheckMemory?, with snapshot: Snapshot) -> CheckMemory {
        let now = snapshot.takenAt
        var memory = CheckMemory(endpoint: snapshot.endpoint, savedAt: now)
        memory.runID = server.latest?.runID
        if let earlier, earlier.runID == memory.runID {
            memory.readings = earlier.known(at: now).readings
        }
        if let newest = server.newest { memory.readings.append(CheckMemory.Reading(newest)) }
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
            snapshot.alerts.filter { $0.quietSince == nil }, at: now, isStarting: false)
        memory.alerts = board.memories
        memory.newestEvent = newestEvent
        memory.flow = flow
        memory.listeners = listeners.listeners.map {
            CheckMemory.Listener(name: $0.name, seenAt: $0.seenAt, goneSince: $0.goneSince)
        }
        return memory
    }
}

extension CheckMemory.Reading {
    fileprivate init(_ reading: ServerHistory.Reading) {
        self.init(
            at: reading.at, hits: reading.hits, misses: reading.misses, expired: reading.expired,
            evicted: reading.evicted, cpuSeconds: reading.cpuSeconds,
            usedBytes: reading.usedBytes, readerCalls: reading.readerCalls?.all)
    }
}

extension ServerHistory.Reading {
    /// The own look-ups of that run are in it already: those of this one begin at 0.
    fileprivate init(_ reading: CheckMemory.Reading, seconds: Double) {
        self.init(
            at: reading.at, seconds: seconds, hits: reading.hits, misses: reading.misses,
            own: HitCounts(), expired: reading.expired, evicted: reading.evicted,
            cpuSeconds: reading.cpuSeconds, usedBytes: reading.usedBytes,
            readerCalls: reading.readerCalls.map { ReaderCalls(all: $0, own: 0) })
    }
}
