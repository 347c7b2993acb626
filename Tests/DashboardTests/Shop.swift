import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// A busy shop, made of values: what the panels are drawn from in these tests.
enum Shop {
    /// 2026-11-23T14:03:22Z.
    static let noon = Timestamp(milliseconds: 1_795_442_602_000)
    static let grammar = KeyGrammar(policy: .standard)

    static func setting() -> StartFacts {
        StartFacts(endpoint: "rediss://cache-1:6379/0", source: "stream:cache:events")
    }

    /// Before anything is connected.
    static func starting(_ size: Size, setting: StartFacts = setting()) -> State {
        State(setting: setting, grammar: grammar, size: size, now: 100, wallClock: noon)
    }

    /// Five minutes of traffic, one sweep, two looks at the server.
    static func busy(_ size: Size, setting: StartFacts = setting()) -> State {
        var state = starting(size, setting: setting)
        state.feed(.link(.live), at: 100)
        state.feed(.events(traffic()), at: 100)
        state.feed(.survey(survey()), at: 100)
        state.feed(.sample(sample(second: -1, hits: 900_000)), at: 100)
        state.feed(.sample(sample(second: 0, hits: 901_900)), at: 101)
        _ = state.update(.invalidated(record))
        _ = state.update(.ticked(120))
        state.feed(.sample(sample(second: 0, hits: 901_900)), at: 120)
        return state
    }

    /// name, look-ups a second, hit rate
    static let rates: [(String, Int, Double)] = [
        ("search:9f3a:v128", 412, 0.912), ("product:42", 890, 0.97),
        ("category:shoes:a1:v9", 120, 0.981), ("facets:shoes", 60, 0.993),
        ("trending:products", 25, 1), ("inventory:42", 801, 0.625),
        ("session:77", 3, 0.5),
    ]

    static func traffic() -> EventReport {
        var tally = EventTally(slots: grammar.slots)
        var keys = TopKeys()
        for second in -299...0 {
            tally.beginEntry(at: noon.adding(seconds: Double(second)))
            for (key, perSecond, rate) in rates {
                // Search dips forty seconds ago.
                let dip = key.hasPrefix("search") && (-42 ... -38).contains(second) ? 0.4 : 0
                let hits = Int(Double(perSecond) * (rate - dip))
                tally.add(n: hits, "hit", key, grammar, &keys)
                tally.add(n: perSecond - hits, "miss", key, grammar, &keys)
            }
        }
        tally.beginEntry(at: noon.adding(seconds: -72))
        tally.add("src", "api-2", grammar, &keys)
        tally.add("purge", "product:981", grammar, &keys)
        tally.add("purge", "inventory:981", grammar, &keys)
        tally.add("bump", "version:search", grammar, &keys)
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = noon.adding(seconds: -300)
        status.readUntil = noon
        status.lagSeconds = 0.1
        status.lostEntries = 0
        return EventReport(
            tally: tally, status: status, topKeys: keys.top(50), keySlices: keys.slices)
    }

    static func sample(second: Int, hits: Int, mode: String = "standalone") -> Sample {
        let info = """
            redis_version:7.0.15\r
            redis_mode:\(mode)\r
            run_id:abc\r
            uptime_in_seconds:1047900\r
            connected_clients:41\r
            used_memory:1524713390\r
            used_memory_rss:1728724336\r
            used_memory_peak:1782411427\r
            maxmemory:2147483648\r
            maxmemory_policy:allkeys-lru\r
            mem_fragmentation_ratio:1.13\r
            instantaneous_ops_per_sec:4120\r
            keyspace_hits:\(hits)\r
            keyspace_misses:\(60_000 + second)\r
            expired_keys:\(5000 + second * 41)\r
            evicted_keys:0\r
            used_cpu_sys:\(10 + Double(second) * 0.1)\r
            used_cpu_user:20.0\r
            role:master\r
            connected_slaves:2\r

            """
        return Sample(
            at: noon.adding(seconds: Double(second)), monotonicSeconds: 120 + Double(second),
            info: InfoReply(Array(info.utf8)), counters: [.value(128), .value(9)],
            roundTripSeconds: 0.001)
    }

    /// A source that was read and had nothing.
    static func silence() -> EventReport {
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = noon.adding(seconds: -300)
        return EventReport(
            tally: EventTally(slots: grammar.slots), status: status, topKeys: [])
    }

    /// What a serverless Valkey says of itself.
    static let serverless = """
        redis_version:7.2.6
        server_name:valkey
        valkey_version:8.0.0
        redis_mode:standalone
        role:master
        connected_slaves:0
        keyspace_hits:1000
        keyspace_misses:250
        cluster_enabled:1
        # Keyspace
        db0:keys=3,expires=3,avg_ttl=0

        """

    /// INFO, and with it commandstats, was not answered.
    static func info(_ problem: SourceProblem) -> [Source: SourceProblem] {
        Dictionary(
            uniqueKeysWithValues: (Source.info + [.commandStats]).map { ($0, problem) })
    }

    static func survey() -> KeyspaceSurvey {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: noon.adding(seconds: -8))
        func add(_ key: String, _ pttl: Int64, _ bytes: UInt64) {
            survey.add(Array(key.utf8), pttl: pttl, bytes: bytes, grammar: grammar, at: noon)
        }
        for index in 0..<1200 {
            let id = Int64(index)
            add("search:\(index):v128", (id * 25) % 30_000, 26_000)
            add("product:\(index)", (id * 47) % 60_000, 10_000)
            add("inventory:\(index)", (id * 11) % 10_000, 900)
        }
        for index in 0..<210 { add("search:\(index):v127", 18_000 - Int64(index) * 10, 20_000) }
        for index in 0..<160 {
            add("category:c\(index):h:v9", Int64(index) * 1800, 60_000)
            add("facets:c\(index)", index % 40 == 0 ? 700_000 : Int64(index) * 3600, 4_000)
        }
        add("trending:products", 600_000, 40_000)
        add("session:77", -1, 300)
        survey.seconds = 2.4
        survey.takenAt = noon.adding(seconds: -3)
        survey.isComplete = true
        return survey
    }

    static let record = InvalidationRecord(
        at: noon.adding(seconds: -12), scope: "search", by: "alice@bastion", via: .redis,
        outcome: .done, message: "version raised", resources: ["search"], from: 127, to: 128,
        durationSeconds: 0.041, edgeStaleUntil: noon.adding(seconds: 78))
}

extension State {
    mutating func feed(_ observation: Observation, at moment: Double) {
        _ = update(.observed(observation, at: moment))
    }

    /// Compares the screen with its golden; in a small terminal its styles, too.
    func expectScreen(_ name: String) {
        let canvas = draw()
        expectGolden(canvas.lines, named: "\(name)-\(size.name)")
        if size == ScreenTests.small {
            expectGolden(canvas.styleLines, named: "\(name)-\(size.name)-styles")
        }
    }

    /// What a question is about and has in its field; nil: none is open.
    var asked: String? {
        guard case .asking(let question) = mode else { return nil }
        return "\(question.kind.rawValue) \(question.text)"
    }

    /// Presses keys and returns the effects of the last one.
    mutating func press(_ keys: KeyPress...) -> [Effect] {
        keys.map { update(.keyPressed($0)) }.last ?? []
    }
}

extension EventTally {
    mutating func add(
        _ field: String, _ value: String, _ grammar: KeyGrammar, _ keys: inout TopKeys
    ) {
        Array(field.utf8).withUnsafeBufferPointer { field in
            Array(value.utf8).withUnsafeBufferPointer { value in
                _ = add(field: field, value: value, grammar: grammar, keys: &keys)
            }
        }
    }

    /// `n` events at once, as one weighted pair.
    mutating func add(
        n: Int, _ field: String, _ value: String, _ grammar: KeyGrammar, _ keys: inout TopKeys
    ) {
        guard n > 0 else { return }
        add("n", String(n), grammar, &keys)
        add(field, value, grammar, &keys)
    }
}
