import Metrics
import RedisClient
import Synchronization

/// Publishes to the stream what the shop looked up, beside the request: no request waits for it, and none
/// fails by it. What can't be published is counted.
final class EventPublisher: Sendable {
    enum Published: Sendable {
        case all
        /// No hits and no misses: who looks up is no shopper, and must not be in the hit rate.
        case fills
        /// Nothing at all: so that the cost of publishing can be measured.
        case nothing
    }

    struct Options: Sendable {
        /// Name of this instance, the entries' `src`.
        var source: String?
        /// Pairs an entry; 1: each event at once, a miss in the pipeline of its SET.
        var batch = 1
        /// A batch waits no longer than this.
        var interval = Duration.milliseconds(50)
        /// One of so many requests is published, with this weight.
        var sampling = 1
        var published = Published.all
        /// About how many entries the stream keeps. Full ones of 32 pairs take a kilobyte, and a stream
        /// that is written all the time is the last thing that an LRU evicts.
        var streamLength = EventEntry.standardLength
    }

    private let link: RedisLink
    private let options: Options
    private let work: PendingWork
    private let waiting = Mutex<[CacheEvent]>([])
    private let lost = Atomic<Int>(0)

    init(link: RedisLink, options: Options, work: PendingWork) {
        self.link = link
        self.options = options
        self.work = work
    }

    /// Events that did not reach the stream.
    var lostEvents: Int { lost.load(ordering: .relaxed) }

    /// After the reply of a hit, or of a miss that filled nothing.
    func publish(_ outcome: Outcome, _ key: [UInt8]) {
        guard options.published == .all, isSampled else { return }
        enqueue([CacheEvent(outcome, key: key)])
    }

    /// A miss whose SET is about to be sent: how it is published, in two parts, since a copy is one only
    /// when Redis has said so.
    struct Filling: Sendable {
        /// What goes with the SET in one pipeline: the miss. nil: nothing does.
        fileprivate(set) var entry: EventEntry?
        fileprivate let isSampled: Bool
    }

    func filling(_ key: [UInt8]) -> Filling {
        var filling = Filling(isSampled: isSampled)
        if filling.isSampled, options.batch <= 1, options.published == .all {
            filling.entry = entry([CacheEvent(.miss, key: key)])
        }
        return filling
    }

    /// The SET is done, or it has failed: then there is no fill to publish.
    func publish(_ filling: Filling, of key: [UInt8], succeeded: Bool) {
        guard filling.isSampled else { return }
        var events: [CacheEvent] = []
        if filling.entry == nil, options.published == .all {
            events.append(CacheEvent(.miss, key: key))
        }
        if succeeded { events.append(CacheEvent(.fill, key: key)) }
        if !events.isEmpty { enqueue(events) }
    }

    /// Purges and bumps: never sampled.
    func publishInvalidation(_ events: [CacheEvent]) {
        if !events.isEmpty, options.published != .nothing { enqueue(events) }
    }

    /// The pipeline that a filling's entry went with has failed.
    func count(lost entry: EventEntry) {
        lost.add(entry.events.count, ordering: .relaxed)
    }

    /// Sends what has waited for `interval`; runs until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: options.interval)
            flush()
        }
    }

    /// Sends what still waits, and waits for it. For the end, when no more requests come.
    func finish() async {
        // A copy that is still being written has yet to publish its fill.
        await work.finished()
        flush()
        await work.finished()
    }

    private var isSampled: Bool {
        options.published != .nothing
            && (options.sampling <= 1 || Int.random(in: 0..<options.sampling) == 0)
    }

    private func entry(_ events: [CacheEvent]) -> EventEntry {
        EventEntry(
            source: options.source, weight: options.sampling, events: events,
            streamLength: options.streamLength)
    }

    private func enqueue(_ events: [CacheEvent]) {
        guard options.batch > 1 else { return send(events) }
        let full = waiting.withLock { waiting -> [CacheEvent] in
            waiting += events
            guard waiting.count >= options.batch else { return [] }
            defer { waiting = [] }
            return waiting
        }
        if !full.isEmpty { send(full) }
    }

    private func flush() {
        guard waiting.withLock({ !$0.isEmpty }) else { return }
        // Taken by work that has begun: else `finish` could pass while no task has it. If there is
        // too much under way, it waits on.
        work.start { [self] in
            let events = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            if !events.isEmpty { await send(entry(events)) }
        }
    }

    private func send(_ events: [CacheEvent]) {
        let entry = entry(events)
        if !work.start({ [self] in await send(entry) }) { count(lost: entry) }
    }

    private func send(_ entry: EventEntry) async {
        guard let connection = link.current,
            (try? await connection.send(entry.command, deadline: link.deadline)) != nil
        else { return count(lost: entry) }
    }
}
