import Metrics
import RedisClient
import Synchronization

/// Where every source pours its events: the tally that is being filled, the top keys so far, and
/// how the source is doing.
///
/// Filled on the event loop straight from the codec's memory (no array per event), emptied four
/// times a second by `report`. A lock is taken once a reply, or once a batch of lines.
final class EventIntake: Sendable {
    static let topKeyCount = 50

    private struct State {
        var tally: EventTally
        var keys = TopKeys()
        var status: EventStatus
        var reported: EventStatus?
        /// Apart from the status: a source that is silent and well is no news every second.
        var readUntil: Timestamp?
    }

    private let grammar: KeyGrammar
    private let state: Mutex<State>

    init(grammar: KeyGrammar, source: EventSource) {
        self.grammar = grammar
        let status = EventStatus(source: source.description)
        state = Mutex(State(tally: EventTally(slots: grammar.slots), status: status))
    }

    /// Takes an XREAD reply in: `[[key, [[id, [field, value, …]], …]]]`, or null.
    ///
    /// - Parameters:
    ///   - mark: entries up to it are counted apart.
    ///   - limit: entries beyond it are left alone; nil: no limit.
    func take(
        _ reply: RedisReplyView, mark: StreamID?, limit: StreamID? = nil
    ) -> StreamCursor.Batch {
        let entries = reply[0][1]
        var batch = StreamCursor.Batch()
        guard entries.count > 0 else { return batch }
        state.withLock { state in
            for index in 0..<entries.count {
                let entry = entries[index]
                guard let id = StreamID(entry[0].bytes) else { continue }
                if let limit, id > limit {
                    batch.lastID = id
                    return
                }
                batch.entries += 1
                batch.lastID = id
                if let mark, id <= mark { batch.withinMark += 1 }
                let pairs = entry[1]
                batch.bytes += 32
                state.tally.beginEntry(at: id.timestamp)
                var position = 0
                while position + 1 < pairs.count {
                    let field = pairs[position].bytes
                    let value = pairs[position + 1].bytes
                    batch.bytes += field.count + value.count + 12
                    state.tally.add(
                        field: field, value: value, grammar: grammar, keys: &state.keys)
                    position += 2
                }
            }
        }
        return batch
    }

    /// Takes one line of a message or a log in, as seen at `now`.
    func take(line: UnsafeBufferPointer<UInt8>, at now: Timestamp) {
        let parsed = EventLine(line)
        if parsed == .other { return }
        state.withLock { state in
            state.tally.beginEntry(at: now)
            switch parsed {
            case .event(let event):
                event.key.withUnsafeBufferPointer {
                    state.tally.add(event.outcome, key: $0, grammar: grammar, keys: &state.keys)
                }
            case .unknown: state.tally.addUnknown()
            case .other: break
            }
            state.status.lagSeconds = 0
        }
    }

    func update(_ change: (inout EventStatus) -> Void) {
        state.withLock { change(&$0.status) }
    }

    /// The source was read at this moment, and all was well.
    func noteRead(at now: Timestamp) { state.withLock { $0.readUntil = now } }

    /// What has come since the last report; nil when there is nothing to say.
    func report() -> EventReport? {
        state.withLock { state in
            guard !state.tally.isEmpty || state.status != state.reported else { return nil }
            var report = EventReport(
                tally: state.tally, status: state.status,
                topKeys: state.keys.top(Self.topKeyCount))
            report.status.readUntil = state.readUntil
            state.tally = EventTally(slots: grammar.slots)
            state.reported = state.status
            return report
        }
    }

    /// Sends a report every 250 ms at most, until the task is cancelled; then the last one.
    func sendReports(_ send: @Sendable (Observation) -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(250))
            if let report = report() { send(.events(report)) }
        }
    }
}
