import DequeModule

/// The server's counters over the last five minutes, and used memory of the last hour.
///
/// Readings are divided only across an unbroken stretch: a restart or CONFIG RESETSTAT (another
/// run id, a counter that went back) starts a new one.
struct ServerHistory: Sendable {
    struct Reading: Sendable {
        var at: Timestamp
        var seconds: Double
        var hits: UInt64?
        var misses: UInt64?
        var own: HitCounts
        var expired: UInt64?
        var evicted: UInt64?
        var cpuSeconds: Double?
        var usedBytes: UInt64?
        /// Only where commandstats were asked, too.
        var readerCalls: ReaderCalls?
    }

    /// More processors than any server has that Redis runs on.
    private static let mostCores = 1024.0

    private var readings: Deque<Reading> = []
    /// Over how long rates are taken; with readings of earlier runs over all since then.
    private var rateSeconds = 10.0
    /// What earlier runs looked up.
    private(set) var before = OwnBefore([])
    /// Used memory as earlier runs measured it.
    private var recalled: [(seconds: Double, value: Double)] = []
    private var isInterrupted = false
    private var runID: String?
    /// Used bytes of each minute's last look, oldest first.
    private var minutes: Deque<(minute: Int64, bytes: UInt64)> = []
    private(set) var latest: InfoReply?
    private(set) var memory = MemoryCourse()

    mutating func observe(_ info: InfoReply, sample: Sample) {
        let reading = Reading(
            at: sample.at, seconds: sample.monotonicSeconds,
            hits: info.count("keyspace_hits"), misses: info.count("keyspace_misses"),
            own: before.counts(with: sample.ownLookups),
            expired: info.count("expired_keys"), evicted: info.count("evicted_keys"),
            cpuSeconds: info.cpuSeconds, usedBytes: info.count("used_memory"),
            readerCalls: before.calls(with: sample.readerCalls))
        if let last = readings.last,
            isInterrupted || info.runID != runID || wentBack(last, reading)
        {
            let isRestart = self.runID != nil && info.runID != self.runID
            memory.begin(
                at: sample.at, seconds: reading.seconds,
                after: isRestart ? last.usedBytes.map { Double($0) } : nil,
                used: reading.usedBytes.map { Double($0) })
            readings.removeAll()
            recalled = []
        }
        isInterrupted = false
        runID = info.runID
        latest = info
        readings.append(reading)
        while let second = readings.dropFirst().first, reading.seconds - second.seconds >= 300 {
            readings.removeFirst()
        }
        if let used = info.count("used_memory") {
            let minute = sample.at.milliseconds / 60_000
            if minutes.last?.minute == minute { minutes.removeLast() }
            minutes.append((minute, used))
            if minutes.count > 60 { minutes.removeFirst() }
        }
        let points = readings.compactMap { reading in
            reading.usedBytes.map { (seconds: reading.seconds, value: Double($0)) }
        }
        memory.follow(
            points, recalled: recalled, limit: info.count("maxmemory").map { Double($0) },
            at: sample.at)
    }

    /// After a lost connection rates must not span the hole: the next reading begins anew, and until
    /// then those of the last moment stay.
    mutating func interrupt() { isInterrupted = true }

    var usedBytesByMinute: [UInt64] { minutes.map(\.bytes) }

    var newest: Reading? { readings.last }

    /// Readings of earlier runs of the same server, oldest first; their own look-ups are those that runs made
    /// after them.
    mutating func recall(_ earlier: [Reading], runID: String?) {
        guard readings.isEmpty, !earlier.isEmpty else { return }
        rateSeconds = 3600
        self.runID = runID
        recalled = earlier.compactMap { reading in
            reading.usedBytes.map { (reading.seconds, Double($0)) }
        }
        before = OwnBefore(earlier)
        let end = earlier.last?.seconds ?? 0
        readings = Deque(earlier.drop { $0.seconds < end - 300 }.map(before.counted))
    }

    /// nil with fewer than two readings, or without look-ups other than cachetop's.
    func hitRate(seconds: Int) -> Double? {
        span(seconds: Double(seconds)).flatMap { lookups(from: $0.0, to: $0.1)?.hitRate }
    }

    /// What others than cachetop looked up between two readings.
    private func lookups(from old: Reading, to new: Reading) -> HitCounts? {
        guard let oldHits = old.hits, let newHits = new.hits,
            let oldMisses = old.misses, let newMisses = new.misses
        else { return nil }
        return HitCounts(
            hits: remainder(oldHits, newHits, old.own.hits, new.own.hits),
            misses: remainder(oldMisses, newMisses, old.own.misses, new.own.misses))
    }

    /// The share of the last minute's look-ups, cachetop's own left out, that other watchers made
    /// by PTTL, TTL and OBJECT; nil with fewer than two readings of commandstats, or without
    /// look-ups.
    var otherReadersRatio: Double? {
        guard let new = readings.last(where: { $0.readerCalls != nil }),
            let old = readings.first(where: {
                $0.readerCalls != nil && new.seconds - $0.seconds <= 60.5
            }), new.seconds > old.seconds,
            let after = new.readerCalls, let before = old.readerCalls,
            let lookups = lookups(from: old, to: new)?.lookups, lookups > 0
        else { return nil }
        let others = remainder(before.all, after.all, before.own, after.own)
        // A call that is still on its way to one of the two figures may exceed the whole.
        return min(1, Double(others) / Double(lookups))
    }

    /// What was looked up between two readings that lie a minute apart or less, the later one up to `end`, the
    /// earlier one from `begin` on; where commandstats are told, between two of theirs.
    func stretch(from begin: Timestamp, upTo end: Timestamp) -> ServerStretch? {
        let inside = readings.filter { $0.at >= begin && $0.at <= end }
        let told = inside.filter { $0.readerCalls != nil }
        let usable = told.count > 1 ? told : inside
        guard let new = usable.last,
            let old = usable.first(where: { new.seconds - $0.seconds <= 60.5 }),
            new.seconds > old.seconds,
            let oldHits = old.hits, let newHits = new.hits, let oldMisses = old.misses,
            let newMisses = new.misses, newHits >= oldHits, newMisses >= oldMisses,
            let others = lookups(from: old, to: new)
        else { return nil }
        var stretch = ServerStretch(from: old.at, to: new.at)
        stretch.all = HitCounts(hits: newHits - oldHits, misses: newMisses - oldMisses)
        stretch.withoutOwn = others
        if let after = new.readerCalls, let before = old.readerCalls {
            stretch.otherReaders = remainder(before.all, after.all, before.own, after.own)
        }
        return stretch
    }

    /// What others looked up since a moment, as far as readings reach; without PTTL, TTL and OBJECT where
    /// commandstats tell them. nil: not measured.
    func othersLookups(since moment: Timestamp) -> (count: UInt64, seconds: Double)? {
        let inside = readings.filter { $0.at >= moment }
        guard let new = inside.last, let old = inside.first, new.seconds > old.seconds,
            let all = lookups(from: old, to: new)?.lookups
        else { return nil }
        let told = inside.filter { $0.readerCalls != nil }
        var watched: UInt64 = 0
        if let after = told.last?.readerCalls, let before = told.first?.readerCalls {
            watched = remainder(before.all, after.all, before.own, after.own)
        }
        return (all - min(all, watched), new.seconds - old.seconds)
    }

    var expiredPerSecond: Double? { perSecond(\.expired) }
    var evictedPerSecond: Double? { perSecond(\.evicted) }

    var cpuRatio: Double? {
        guard let (old, new) = recent, let before = old.cpuSeconds,
            let after = new.cpuSeconds
        else { return nil }
        return Rate.perSecond(after - before, seconds: new.seconds - old.seconds)
            .flatMap { $0 <= Self.mostCores ? $0 : nil }
    }

    private func perSecond(_ counter: (Reading) -> UInt64?) -> Double? {
        guard let (old, new) = recent else { return nil }
        return Rate.perSecond(
            from: counter(old), to: counter(new),
            seconds: new.seconds - old.seconds)
    }

    /// What rates are taken over, or the last two polls when those lie further apart.
    private var recent: (Reading, Reading)? {
        if let span = span(seconds: rateSeconds) { return span }
        guard let new = readings.last, let old = readings.dropLast().last,
            new.seconds > old.seconds
        else { return nil }
        return (old, new)
    }

    /// The newest reading and the oldest that lies within the window before it.
    private func span(seconds: Double) -> (Reading, Reading)? {
        guard let new = readings.last,
            let old = readings.first(where: { new.seconds - $0.seconds <= seconds + 0.5 }),
            new.seconds > old.seconds
        else { return nil }
        return (old, new)
    }

    /// What others looked up: the server's increase less our own, which may be seen a moment
    /// before the server's figure shows it, and so never below zero.
    private func remainder(_ old: UInt64, _ new: UInt64, _ ownOld: UInt64, _ ownNew: UInt64)
        -> UInt64
    {
        let all = new >= old ? new - old : 0
        let own = ownNew >= ownOld ? ownNew - ownOld : 0
        return all > own ? all - own : 0
    }

    private func wentBack(_ old: Reading, _ new: Reading) -> Bool {
        func back(_ a: UInt64?, _ b: UInt64?) -> Bool {
            guard let a, let b else { return false }
            return b < a
        }
        return back(old.hits, new.hits) || back(old.misses, new.misses)
            || back(old.expired, new.expired) || back(old.evicted, new.evicted)
            || back(readings.last { $0.readerCalls != nil }?.readerCalls?.all, new.readerCalls?.all)
            || new.seconds < old.seconds
    }
}
