/// Finds keys that went without being announced, and FLUSHALL and FLUSHDB.
///
/// Between two polls the key count falls by what expired, was evicted, was announced, and by the rest, less
/// what was added: so the rest is a lower bound. A stretch waits for announcements that are on their way,
/// and is measured by what is usual (`UsualLoss`). Whatever makes two polls incomparable starts anew.
struct LossDetector: Sendable {
    /// Seconds that an announcement may take, and those after which commandstats are not waited for.
    private static let patience = 0.9
    private static let longestWait = 12.0
    /// Something unusual that goes on for longer is usual; one too slow so far to be told is dropped.
    private static let longest = 60.0
    private static let longestHidden = 10.0
    private static let kept = 64

    struct Finding: Sendable, Hashable {
        var entry: TimelineEntry
        /// An entry that turned out to be this.
        var replaced: TimelineEntry?
    }

    private var last: ServerPoll?
    private var pending: [KeyLoss] = []
    private var usual = UsualLoss()
    private var open: UnannouncedLoss?
    private var isTold = false
    /// The newest that were told, for what the sweeps and commandstats still say of them.
    private var told: [UnannouncedLoss] = []
    private var flushes: [Finding] = []
    private var statistics: (at: Timestamp, calls: CommandCalls)?
    private var earlier: (at: Timestamp, calls: CommandCalls)?
    private var sweeps: [SweepCounts] = []

    mutating func observe(_ poll: ServerPoll) {
        defer { last = poll }
        guard let last else { return noteCalls(poll) }
        guard let loss = KeyLoss(last, poll) else {
            // A restart, a failover, another database: nothing spans it.
            pending = []
            (open, isTold) = (nil, false)
            (statistics, earlier) = (nil, nil)
            return noteCalls(poll)
        }
        pending.append(loss)
        if pending.count > Self.kept { pending.removeFirst() }
        noteCalls(poll)
    }

    /// The newest calls that are known, and when: what the next run of a monitor goes on from.
    var newestCalls: (at: Timestamp, calls: CommandCalls)? { statistics }

    /// Before the first poll: what an earlier run knew.
    mutating func recall(_ calls: CommandCalls, at moment: Timestamp) {
        statistics = (moment, calls)
    }

    /// After a hole in the watching nothing is compared across it.
    mutating func interrupt() {
        last = nil
        pending = []
        (open, isTold) = (nil, false)
    }

    private mutating func noteCalls(_ poll: ServerPoll) {
        guard let calls = poll.calls else { return }
        defer {
            earlier = statistics
            statistics = (poll.at, calls)
        }
        guard let statistics, let made = calls.since(statistics.calls) else { return }
        explain(by: made, from: statistics.at, to: poll.at)
    }

    // MARK: FLUSHALL, FLUSHDB

    private mutating func explain(by calls: CommandCalls, from start: Timestamp, to end: Timestamp)
    {
        guard max(calls.flushAll, calls.flushDB, calls.swapDB) > 0 else { return }
        let inside = pending.indices.filter { pending[$0].from >= start && pending[$0].to <= end }
        let largest = inside.map { pending[$0] }.max { $0.lost < $1.lost }
        for index in inside { pending[index].isExplained = true }
        let wrong = told.last { $0.from >= start && $0.to <= end }
        told.removeAll { $0.from >= start && $0.to <= end }
        if wrong != nil { (open, isTold) = (nil, false) }
        guard calls.flushAll + calls.flushDB > 0 else { return }
        let lost = max(largest?.lost ?? 0, wrong?.keys ?? 0)
        // FLUSHDB of another database.
        guard calls.flushAll > 0 || lost > 0 else { return }
        let name = calls.flushAll > 0 ? "FLUSHALL" : "FLUSHDB"
        let place =
            wrong.map { ($0.from, $0.to, $0.keysBefore, $0.keysAfter) }
            ?? largest.flatMap { $0.lost > 0 ? ($0.from, $0.to, $0.keysBefore, $0.keysAfter) : nil }
        flushes.append(
            Finding(
                entry: Self.flush(
                    name, "\(name) was called: all keys went. INFO does not say by whom.",
                    from: place?.0 ?? start, to: place?.1 ?? end,
                    keys: place == nil ? nil : (place?.2 ?? 0, place?.3 ?? 0),
                    lost: lost > 0 ? UInt64(saturating: lost) : nil),
                replaced: wrong?.entry))
    }

    private static func flush(
        _ command: String?, _ message: String, from: Timestamp, to: Timestamp,
        keys: (UInt64, UInt64)?, lost: UInt64?
    ) -> TimelineEntry {
        var entry = TimelineEntry(
            at: from, until: to, kind: .flush, subject: command, message: message)
        entry.keys = lost
        (entry.from, entry.to) = (keys.map { "\($0.0)" }, keys.map { "\($0.1)" })
        return entry
    }

    // MARK: What was announced by no one

    /// - Returns: what is known now, or is known better.
    mutating func settle(at now: Timestamp, by announcements: Announcements) -> [Finding] {
        var findings = flushes
        flushes = []
        while let loss = pending.first, isDue(loss, at: now) {
            pending.removeFirst()
            if let finding = settle(loss, by: announcements) { findings.append(finding) }
        }
        return findings + tellCalls()
    }

    private func isDue(_ loss: KeyLoss, at now: Timestamp) -> Bool {
        let waited = now.seconds(since: loss.to)
        guard waited >= Self.patience else { return false }
        // A FLUSH is told by the calls; the poller asks for them after such a drop.
        guard let statistics, loss.lost >= usual.limit(seconds: loss.seconds) else { return true }
        return statistics.at >= loss.to || waited >= Self.longestWait
    }

    private mutating func settle(_ loss: KeyLoss, by announcements: Announcements) -> Finding? {
        guard !loss.isExplained, let announced = announcements.keys(from: loss.from, to: loss.to)
        else {
            close()
            return nil
        }
        if loss.keysAfter == 0, statistics == nil, announced == 0,
            loss.lost >= usual.limit(seconds: loss.seconds),
            loss.lost >= Double(loss.keysBefore) / 2
        {
            close()
            return Finding(
                entry: Self.flush(
                    nil, "The database is empty: all keys went at once, as by FLUSHALL or FLUSHDB.",
                    from: loss.from, to: loss.to, keys: (loss.keysBefore, 0),
                    lost: UInt64(saturating: loss.lost)))
        }
        let rest = loss.lost - Double(announced)
        guard usual.isKnown, rest > usual.level(seconds: loss.seconds) else {
            close()
            usual.learn(rest, seconds: loss.seconds)
            return nil
        }
        return extend(by: UnannouncedLoss(loss, announced: announced), rest)
    }

    private mutating func extend(by loss: UnannouncedLoss, _ rest: Double) -> Finding? {
        if open == nil { open = loss } else { open?.join(loss) }
        guard let current = open else { return nil }
        isTold = isTold || current.keys >= usual.limit(seconds: current.seconds)
        guard isTold else {
            usual.learn(rest, seconds: loss.seconds)
            if current.seconds > Self.longestHidden { close() }
            return nil
        }
        told.removeAll { $0.from == current.from }
        told.append(withCalls(current))
        if told.count > Self.kept { told.removeFirst() }
        if current.seconds > Self.longest {
            close()
            usual.learn(rest, seconds: loss.seconds)
        }
        return told.last.map { Finding(entry: $0.entry) }
    }

    private mutating func close() { (open, isTold) = (nil, false) }

    // MARK: Evidence

    /// The calls between the readings before it and after it.
    private func withCalls(_ loss: UnannouncedLoss) -> UnannouncedLoss {
        var loss = loss
        guard loss.calls == nil, let statistics, statistics.at >= loss.to, let earlier,
            earlier.at <= loss.from, let calls = statistics.calls.since(earlier.calls)
        else { return loss }
        loss.calls = calls
        loss.callsSeconds = statistics.at.seconds(since: earlier.at)
        return loss
    }

    private mutating func tellCalls() -> [Finding] {
        var findings: [Finding] = []
        for index in told.indices where told[index].calls == nil {
            let known = withCalls(told[index])
            guard known != told[index] else { continue }
            told[index] = known
            findings.append(Finding(entry: known.entry))
        }
        return findings
    }

    /// A whole sweep: whose keys went, where one was made before.
    mutating func observe(_ sweep: SweepCounts, names: [String]) -> [TimelineEntry] {
        defer {
            sweeps.append(sweep)
            if sweeps.count > 4 { sweeps.removeFirst() }
        }
        var entries: [TimelineEntry] = []
        for index in told.indices
        where told[index].parts.isEmpty && sweep.begin >= told[index].to {
            guard let before = sweeps.last(where: { $0.end <= told[index].from }),
                !sweeps.contains(where: { $0.begin >= told[index].to })
            else { continue }
            told[index].parts = sweep.losses(since: before, names: names)
            if !told[index].parts.isEmpty { entries.append(told[index].entry) }
        }
        return entries
    }
}
