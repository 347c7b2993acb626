import Metrics
import RedisClient
import Synchronization

/// Where every source pours its events: the tally that is being filled, the top keys so far, and
/// how the source is doing.
///
/// Filled on the event loop straight from the codec's memory (no array per event of the native form),
/// emptied by `report`, with each look at the server. A lock is taken once a reply, or once a line.
final class EventIntake: Sendable {
    static let topKeyCount = 50

    private struct State {
        var tally: EventTally
        var keys = TopKeys()
        var status: EventStatus
        var reported: EventStatus?
        /// Apart from the status: a source that is silent and well is no news every second.
        var readUntil: Timestamp?
        var lines: UInt64 = 0
    }

    private let grammar: KeyGrammar
    private let clock: ServerClock
    private let pattern: EventPattern?
    private let isLog: Bool
    /// Receives each entry and line, under the lock.
    private let explain: (@Sendable (EventExplanation) -> Void)?
    private let state: Mutex<State>

    /// - Parameter tally: to be filled; nil: the usual one.
    init(
        grammar: KeyGrammar, source: EventSource, clock: ServerClock = ServerClock(),
        pattern: EventPattern? = nil, tally: EventTally? = nil, insight: Bool = false,
        explain: (@Sendable (EventExplanation) -> Void)? = nil
    ) {
        self.grammar = grammar
        self.clock = clock
        self.pattern = pattern
        self.explain = explain
        isLog = source.kind == .log
        let status = EventStatus(source: source.description, kind: source.kind)
        var tally = tally ?? EventTally(slots: grammar.slots)
        if insight { tally.insight = Insight(policy: grammar.policy) }
        state = Mutex(State(tally: tally, status: status))
    }

    /// Takes the entries of an XREAD in.
    ///
    /// - Parameters:
    ///   - mark: entries up to it are counted apart.
    ///   - limit: entries beyond it are left alone; nil: no limit.
    ///   - liveAfter: entries beyond it were seen to arrive; nil: none was.
    func take(
        _ entries: StreamEntries, mark: StreamID?, limit: StreamID? = nil,
        liveAfter: StreamID? = nil
    ) -> StreamCursor.Batch {
        var batch = StreamCursor.Batch()
        guard !entries.isEmpty else { return batch }
        let now = clock.now
        state.withLock { state in
            for entry in entries {
                batch.lastID = entry.id
                if let limit, entry.id > limit { return }
                batch.entries += 1
                if let mark, entry.id <= mark { batch.withinMark += 1 }
                let moment = entry.id.timestamp
                if !moment.isAhead(of: now) { batch.newest = moment }
                state.tally.beginEntry(
                    at: moment, now: now, isLive: liveAfter.map { entry.id > $0 } ?? false)
                batch.bytes += StreamEntries.Entry.bytes + take(entry, &state)
            }
        }
        return batch
    }

    /// The pairs of one entry; returns roughly how many bytes they were.
    private func take(_ entry: StreamEntries.Entry, _ state: inout State) -> Int {
        var bytes = 0
        var isNative = true
        let count = entry.count
        for index in 0..<count {
            let pair = entry[index]
            bytes += pair.bytes
            guard isNative else { continue }
            isNative = state.tally.add(
                field: pair.field, value: pair.value, grammar: grammar, keys: &state.keys)
            if !isNative {
                state.tally.addRest(
                    from: index, to: count, grammar: grammar, keys: &state.keys
                ) { (entry[$0].field, entry[$0].value) }
            }
        }
        explain?(
            EventExplanation(id: "\(entry.id)", count: count, grammar: grammar) {
                (entry[$0].field, entry[$0].value)
            })
        return bytes
    }

    /// Takes one line of a message or a log in, as seen at `now`. A blank one is none.
    func take(line: UnsafeBufferPointer<UInt8>, at now: Timestamp) {
        guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        take(EventLine(line, grammar: grammar, pattern: pattern), at: now) {
            EventExample.line(line)
        }
    }

    /// Takes in that a line was longer than can be read.
    func takeLongLine(at now: Timestamp) {
        take(.unknown(.tooLong), at: now) { "(a line of more than 64 KiB)" }
    }

    private func take(_ line: EventLine, at now: Timestamp, example: () -> String) {
        state.withLock { state in
            state.lines += 1
            state.tally.beginEntry(at: now)
            state.tally.add(
                line, isOfLog: isLog, grammar: grammar, keys: &state.keys, example: example)
            if line != .other { state.status.lagSeconds = 0 }
            explain?(EventExplanation(number: state.lines, text: example(), line: line))
        }
    }

    func update(_ change: (inout EventStatus) -> Void) {
        state.withLock { state in
            let before = state.status
            change(&state.status)
            if state.status.hasLost(since: before) {
                state.tally.insight?.noteGap(before: state.tally.newest ?? clock.now)
            }
        }
    }

    /// Reading begins: all events after this moment will come.
    /// - Parameter isWhole: none has ever been before it.
    func begin(at moment: Timestamp, isWhole: Bool) {
        state.withLock { $0.tally.insight?.beginReading(at: moment, isWhole: isWhole) }
    }

    /// The source was read at this moment, and all was well.
    func noteRead(at now: Timestamp) { state.withLock { $0.readUntil = now } }

    /// The counts of the tally as it stands.
    var buckets: TimeBuckets { state.withLock { $0.tally.buckets } }

    /// What has come since the last report; nil when there is nothing to say.
    func report() -> EventReport? {
        let now = clock.now
        return state.withLock { state in
            guard !state.tally.isEmpty || state.status != state.reported else { return nil }
            // Taken out of the tally, so that it is not copied with it.
            var insight = state.tally.insight.take()
            var report = EventReport(
                tally: state.tally, status: state.status,
                topKeys: state.keys.top(Self.topKeyCount), keySlices: state.keys.slices, at: now)
            report.insight = insight?.report() ?? .off
            report.status.readUntil = state.readUntil
            state.tally = EventTally(slots: grammar.slots)
            state.tally.insight = insight
            state.reported = state.status
            return report
        }
    }
}
