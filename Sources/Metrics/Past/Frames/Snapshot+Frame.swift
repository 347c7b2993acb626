// Every number of a snapshot, in the order in which a frame has them. A test compares what comes back
// with the JSON, field by field: a number that is missing here is found there.

extension Snapshot {
    /// When memory is full, or for how long growth has to be known for that: never both.
    private mutating func codeForecast(_ coder: inout FrameCoder) {
        let isWaitedFor = memory.outlook == .tooEarly
        var seconds = isWaitedFor ? memory.forecastNeedsSeconds : secondsUntilFull
        coder.number(&seconds)
        memory.forecastNeedsSeconds = isWaitedFor ? seconds : nil
        secondsUntilFull = isWaitedFor ? nil : seconds
    }

    mutating func code(_ coder: inout FrameCoder) {
        // First, where the memory's history finds it.
        coder.name(.usedBytes)
        coder.number(&memory.usedBytes)
        coder.number(&memory.rssBytes)
        coder.number(&memory.peakBytes)
        coder.name(.maxBytes)
        coder.number(&memory.maxBytes)
        coder.number(&memory.fragmentationRatio)
        coder.number(&memory.growthBytesPerSecond)
        coder.number(&memory.growthSeconds)
        coder.number(&memory.growthSwingBytes)
        coder.flag(&memory.growthSlows)
        coder.moment(&memory.refillingSince)
        coder.kind(&memory.outlook)
        codeForecast(&coder)
        server.code(&coder)
        events.code(&coder)
        coder.number(&total.hits)
        coder.number(&total.misses)
        total.hitRate = HitCounts(hits: total.hits, misses: total.misses).hitRate
        coder.minute(&total.minute)
        let covered = coder.covered(total.windows)
        coder.windows(&total.windows, covered, slot: FrameCoder.Place.total)
        coder.number(&unclassified.keys)
        coder.name(.unclassifiedBytes)
        coder.number(&unclassified.bytes)
        coder.number(&unclassified.hits)
        coder.number(&unclassified.misses)
        coder.windows(&unclassified.windows, covered, slot: resources.count)
        for index in resources.indices { resources[index].code(&coder, covered, slot: index) }
        codeMemoryShares(&coder)
        for index in versions.indices {
            coder.exact(&versions[index].value)
            coder.moment(&versions[index].changedAt)
            coder.number(&versions[index].changesPerHour)
        }
    }
}

extension Snapshot {
    /// Those of keys are in the frame already.
    private mutating func codeMemoryShares(_ coder: inout FrameCoder) {
        for index in memoryBy.indices {
            let name = memoryBy[index].of
            if name == MemoryShare.unclassified {
                memoryBy[index].bytes = unclassified.bytes
            } else if let resource = resources.first(where: { $0.name == name }) {
                memoryBy[index].bytes = resource.bytes
            } else {
                coder.number(&memoryBy[index].bytes)
            }
        }
    }
}

extension Snapshot.Server {
    fileprivate mutating func code(_ coder: inout FrameCoder) {
        coder.number(&replicas)
        coder.number(&uptimeSeconds)
        coder.number(&connectedClients)
        coder.name(.opsPerSecond)
        coder.number(&opsPerSecond)
        coder.number(&cpuRatio)
        coder.number(&hits)
        coder.number(&misses)
        coder.number(&expiredPerSecond)
        coder.number(&evictedPerSecond)
        coder.number(&otherReadersRatio)
        let old = windows
        windows = Window.lengths.map { seconds in
            var rate = old.first { $0.seconds == seconds }?.hitRate
            coder.number(&rate)
            return Snapshot.ServerWindow(seconds: seconds, hitRate: rate)
        }
    }
}

extension Snapshot.Events {
    fileprivate mutating func code(_ coder: inout FrameCoder) {
        coder.number(&received)
        coder.number(&unknown)
        coder.number(&understood)
        coder.number(&lines)
        coder.number(&resets)
        coder.number(&gaps)
        coder.number(&lostEntries)
        coder.number(&dropped)
        coder.number(&lagSeconds)
        coder.moment(&countedFrom)
    }
}

extension ResourceReport {
    fileprivate mutating func code(
        _ coder: inout FrameCoder, _ covered: [Int: Double], slot: Int
    ) {
        coder.number(&hits)
        coder.number(&misses)
        hitRate = HitCounts(hits: hits, misses: misses).hitRate
        coder.windows(&windows, covered, slot: slot)
        coder.minute(&minute)
        coder.name(.keys(slot: slot))
        coder.number(&keys)
        coder.name(.bytes(slot: slot))
        coder.number(&bytes)
        coder.flag(&estimated)
        coder.moment(&sweptAt)
        coder.number(&sweepSeconds)
        codeTTL(&coder)
        var dead = deadGenerations?.keys
        var deadBytes = deadGenerations?.bytes
        var gone = deadGenerations?.goneInSeconds
        coder.number(&dead)
        coder.number(&deadBytes)
        coder.number(&gone)
        deadGenerations = dead.map {
            DeadGenerations(keys: $0, bytes: deadBytes, goneInSeconds: gone)
        }
    }

    private mutating func codeTTL(_ coder: inout FrameCoder) {
        var isThere: Bool? = ttl == nil ? nil : true
        var life = ttl ?? TTL(TTLHistogram(ttlSeconds: policy.ttlSeconds))
        coder.flag(&isThere)
        coder.number(&life.sampled)
        coder.number(&life.withoutExpiry)
        coder.number(&life.overPolicy)
        coder.number(&life.expiringIn10Seconds)
        coder.number(&life.p50Seconds)
        coder.number(&life.p90Seconds)
        for index in 0...TTLHistogram.shown {
            var keys = life.buckets.indices.contains(index) ? life.buckets[index].keys : 0
            coder.number(&keys)
            if life.buckets.indices.contains(index) { life.buckets[index].keys = keys }
        }
        ttl = isThere == nil ? nil : life
    }
}

extension FrameCoder {
    /// The hit rates of a minute's seconds.
    fileprivate mutating func minute(_ minute: inout [Double?]) {
        let old = minute
        minute = (0..<60).map { second in
            var rate = old.indices.contains(second) ? old[second] : nil
            share(&rate)
            return rate
        }
    }

    /// How much of each window was observed: the same for all that is looked up.
    fileprivate mutating func covered(_ windows: [Window]) -> [Int: Double] {
        var covered: [Int: Double] = [:]
        for seconds in Window.lengths {
            var value = windows.first { $0.seconds == seconds }?.coveredSeconds
            name(.covered(seconds: seconds))
            number(&value)
            covered[seconds] = value
        }
        return covered
    }

    fileprivate mutating func windows(
        _ windows: inout [Window], _ covered: [Int: Double], slot: Int
    ) {
        let old = windows
        windows = []
        for seconds in Window.lengths {
            let window = old.first { $0.seconds == seconds }
            var counts = HitCounts(hits: window?.hits ?? 0, misses: window?.misses ?? 0)
            name(.window(slot: slot, seconds: seconds))
            number(&counts.hits)
            number(&counts.misses)
            windows.append(
                Window(seconds: seconds, coveredSeconds: covered[seconds], counts: counts))
        }
    }
}
