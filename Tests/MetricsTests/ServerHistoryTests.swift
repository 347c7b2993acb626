import Metrics
import Testing

struct ServerHistoryTests {
    private var history = History.standard

    private mutating func look(
        _ seconds: Double, run: String = "a", own: HitCounts = HitCounts(), _ fields: String...
    ) {
        let text = (["run_id:\(run)"] + fields).joined(separator: "\r\n")
        history.observe(
            Sample(
                at: moment(seconds), monotonicSeconds: seconds, info: info(text), ownLookups: own))
    }

    private func rates(_ seconds: Double) -> [Double?] {
        history.snapshot(seconds).server.windows.map(\.hitRate)
    }

    @Test mutating func aWholeReplyIsReported() {
        history.observe(Sample(at: start, monotonicSeconds: 0, info: info(info70)))
        let (server, memory) = (history.snapshot().server, history.snapshot().memory)
        #expect(server.version == "7.0.15" && server.mode == "standalone")
        #expect(server.role == .primary && server.replicas == 2)
        #expect(server.uptimeSeconds == 1_047_600 && server.connectedClients == 12)
        #expect(server.opsPerSecond == 2104 && server.hits == 100 && server.misses == 20)
        #expect(memory.usedBytes == 966_584 && memory.rssBytes == 12_152_832)
        #expect(memory.peakBytes == 966_600 && memory.maxBytes == 0)
        #expect(memory.fragmentationRatio == 13.48 && memory.policy == "allkeys-lru")
        #expect(memory.history == [966_584])
        // one look has no rates
        #expect(server.cpuRatio == nil && server.expiredPerSecond == nil)
        #expect(server.evictedPerSecond == nil && rates(0) == [nil, nil, nil])
    }

    @Test mutating func aReducedReplyLeavesNulls() {
        look(0, "redis_version:6.2")
        look(1, "redis_version:6.2")
        let snapshot = history.snapshot(1)
        #expect(snapshot.server.version == "6.2" && snapshot.server.hits == nil)
        #expect(snapshot.server.expiredPerSecond == nil && rates(1) == [nil, nil, nil])
        #expect(snapshot.memory == Snapshot.Memory())
    }

    @Test mutating func ownLookupsAreSubtracted() {
        look(0, own: HitCounts(hits: 10, misses: 5), "keyspace_hits:100", "keyspace_misses:50")
        look(1, own: HitCounts(hits: 12, misses: 9), "keyspace_hits:105", "keyspace_misses:55")
        #expect(rates(1) == [0.75, 0.75, 0.75])  // 3 hits and 1 miss of others
        look(2, own: HitCounts(hits: 90, misses: 90), "keyspace_hits:105", "keyspace_misses:55")
        #expect(rates(2) == [nil, nil, nil])  // our own alone, and never below zero
    }

    @Test mutating func eachWindowGoesBackItsSeconds() {
        for second in 0...400 {
            let hits = second <= 390 ? second : 390
            look(Double(second), "keyspace_hits:\(hits)", "keyspace_misses:\(second)")
        }
        let (ten, sixty, all) = (rates(400)[0], rates(400)[1], rates(400)[2])
        #expect(ten == 0 && sixty == 50.0 / 110 && all == 290.0 / 590)
    }

    @Test mutating func ratesAreOverTenSecondsOrTheLastTwoLooks() {
        look(0, "expired_keys:0", "evicted_keys:0", "used_cpu_sys:1", "used_cpu_user:1")
        look(30, "expired_keys:60", "evicted_keys:30", "used_cpu_sys:7", "used_cpu_user:10")
        let server = history.snapshot(30).server
        #expect(server.expiredPerSecond == 2 && server.evictedPerSecond == 1)
        #expect(server.cpuRatio == 0.5 && rates(30)[0] == nil)
        look(31, "expired_keys:65", "evicted_keys:30", "used_cpu_sys:7", "used_cpu_user:10")
        #expect(history.snapshot(31).server.expiredPerSecond == 5)
    }

    @Test(arguments: [
        ["keyspace_hits:9", "keyspace_misses:60", "expired_keys:8", "evicted_keys:8"],
        ["keyspace_hits:60", "keyspace_misses:9", "expired_keys:8", "evicted_keys:8"],
        ["keyspace_hits:60", "keyspace_misses:60", "expired_keys:6", "evicted_keys:8"],
        ["keyspace_hits:60", "keyspace_misses:60", "expired_keys:8", "evicted_keys:6"],
    ])
    mutating func aCounterThatWentBackStartsANewStretch(_ fields: [String]) {
        look(0, "keyspace_hits:50", "keyspace_misses:50", "expired_keys:7", "evicted_keys:7")
        look(1, fields.joined(separator: "\r\n"))
        #expect(rates(1) == [nil, nil, nil])
        #expect(history.snapshot(1).server.evictedPerSecond == nil)
    }

    @Test mutating func anotherRunStartsANewStretch() {
        look(0, run: "a", "keyspace_hits:5", "keyspace_misses:5")
        look(1, run: "b", "keyspace_hits:9", "keyspace_misses:9")
        #expect(rates(1) == [nil, nil, nil])
        look(2, run: "b", "keyspace_hits:10", "keyspace_misses:10")
        #expect(rates(2) == [0.5, 0.5, 0.5])
        history.interrupt(why: "lost")
        #expect(rates(2) == [0.5, 0.5, 0.5])  // of the last moment, and dated
        look(9, run: "b", "keyspace_hits:20", "keyspace_misses:20")
        #expect(rates(9) == [nil, nil, nil])
    }

    @Test mutating func memoryIsKeptOnceAMinuteForAnHour() {
        // 22:13:20 is 20 s into its minute
        for second in stride(from: 0, through: 7200, by: 10) {
            look(Double(second), "used_memory:\(second)")
        }
        let kept = history.snapshot(7200).memory.history
        #expect(kept.count == 60 && kept.last == 7200)
        #expect(Array(kept.suffix(3).dropLast()) == [7110, 7170])
        #expect(kept.first == 3690)
    }
}
