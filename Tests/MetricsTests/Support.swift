import Metrics

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A round moment, far from every horizon: 2023-11-14T22:13:20.000Z.
let start = Timestamp(milliseconds: 1_700_000_000_000)

func moment(_ seconds: Double) -> Timestamp { start.adding(seconds: seconds) }

/// A tally fed as the tail feeds it: entries of field/value pairs.
struct TallyFeed {
    let grammar: KeyGrammar
    var tally: EventTally
    var keys = TopKeys()

    init(_ grammar: KeyGrammar = KeyGrammar(policy: .standard)) {
        self.grammar = grammar
        tally = EventTally(slots: grammar.slots)
    }

    mutating func entry(_ at: Timestamp, _ pairs: [(String, String)]) {
        tally.beginEntry(at: at)
        add(pairs.map { (bytes($0), bytes($1)) })
    }

    /// The pairs of the open entry, as the intake hands them over.
    mutating func add(_ pairs: [([UInt8], [UInt8])]) {
        let borrowed = BorrowedPairs(pairs)
        defer { borrowed.free() }
        for index in 0..<borrowed.count {
            let (field, value) = borrowed[index]
            if tally.add(field: field, value: value, grammar: grammar, keys: &keys) { continue }
            tally.addRest(from: index, to: borrowed.count, grammar: grammar, keys: &keys) {
                borrowed[$0]
            }
            return
        }
    }

    func report(_ status: EventStatus = EventStatus(source: "stream:cache:events")) -> EventReport {
        EventReport(tally: tally, status: status, topKeys: keys.top(20), keySlices: keys.slices)
    }
}

extension History {
    /// An empty history of the default policy.
    static var standard: History {
        History(grammar: KeyGrammar(policy: .standard), source: "stream:cache:events")
    }

    func snapshot(_ seconds: Double = 0) -> Snapshot {
        snapshot(at: moment(seconds), endpoint: "redis://cache-1:6379/0", intervalSeconds: 1)
    }

    mutating func observe(
        _ seconds: Double, _ pairs: [(String, String)], insight: Insight? = nil
    ) {
        var feed = TallyFeed(grammar)
        feed.tally.insight = insight
        feed.entry(moment(seconds), pairs)
        observe(feed.report())
    }
}

extension Snapshot {
    func resource(_ name: String) -> ResourceReport? { resources.first { $0.name == name } }
}

/// Pairs as they lie in a reply: memory that is not Swift's.
struct BorrowedPairs {
    private let buffers: [UnsafeMutableBufferPointer<UInt8>]

    init(_ pairs: [([UInt8], [UInt8])]) {
        buffers = pairs.flatMap { [$0.0, $0.1] }.map { bytes in
            let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            _ = buffer.initialize(from: bytes)
            return buffer
        }
    }

    var count: Int { buffers.count / 2 }

    subscript(index: Int) -> (field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)
    {
        (UnsafeBufferPointer(buffers[2 * index]), UnsafeBufferPointer(buffers[2 * index + 1]))
    }

    func free() { for buffer in buffers { buffer.deallocate() } }
}
