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
        for (field, value) in pairs { add(bytes(field), bytes(value)) }
    }

    mutating func add(_ field: [UInt8], _ value: [UInt8]) {
        field.withUnsafeBufferPointer { field in
            value.withUnsafeBufferPointer { value in
                tally.add(field: field, value: value, grammar: grammar, keys: &keys)
            }
        }
    }

    func report(_ status: EventStatus = EventStatus(source: "stream:cache:events")) -> EventReport {
        EventReport(tally: tally, status: status, topKeys: keys.top(20))
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

    mutating func observe(_ seconds: Double, _ pairs: [(String, String)]) {
        var feed = TallyFeed(grammar)
        feed.entry(moment(seconds), pairs)
        observe(feed.report())
    }
}

extension Snapshot {
    func resource(_ name: String) -> ResourceReport? { resources.first { $0.name == name } }
}
