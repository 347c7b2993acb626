import Metrics
import Testing

/// The past in a file.
@Suite struct CurvesTests {
    private static let resource = ResourceReport(
        name: "product", policy: .init(CachePolicy.standard.resources[1]))

    private static func snapshot(_ second: Int) -> Snapshot {
        var snapshot = Snapshot(
            takenAt: moment(Double(second)), endpoint: "redis://cache-1", intervalSeconds: 1,
            source: "stream:cache:events")
        snapshot.resources = [Self.resource]
        snapshot.resources[0].keys = UInt64(second)
        snapshot.memory.usedBytes = second % 100 < 50 ? UInt64(second) : nil
        snapshot.memory.maxBytes = 0
        for (hits, misses, path) in [
            (second % 7, 3, \Snapshot.resources[0].windows), (second % 7 + 2, 4, \.total.windows),
        ] {
            snapshot[keyPath: path] = Window.lengths.map {
                Window(
                    seconds: $0, coveredSeconds: Double($0),
                    counts: HitCounts(
                        hits: UInt64(hits * $0 / 10), misses: UInt64(misses * $0 / 10)))
            }
        }
        return snapshot
    }

    private static func past(to end: Int) -> Past {
        var past = Past()
        for second in 0...end { past.note(snapshot(second)) }
        return past
    }

    @Test func eachStepHasItsLengthAndEachNameItsValues() {
        let curves = Self.past(to: 2000).curves(endingAt: moment(2000), seconds: 1200)
        #expect(
            curves.resolutionSeconds
                == Array(repeating: 10, count: 60) + Array(repeating: 1, count: 600))
        #expect(curves.series.values.allSatisfy { $0.count == 660 })
        #expect(
            curves.series.keys.sorted() == [
                "bytes.product", "hitRate", "hitRate.product", "keys.product", "lookupsPerSecond",
                "lookupsPerSecond.product", "memory.maxBytes", "memory.usedBytes",
                "server.opsPerSecond", "unclassified.bytes",
            ])
        let used = curves.series["memory.usedBytes"]?.suffix(600).map(\.self) ?? []
        #expect(used.count == 600)
        for (index, value) in used.enumerated() {
            let second = 1401 + index
            #expect(value == (second % 100 < 50 ? Double(second) : nil))
        }
    }

    /// It begins with the first number.
    @Test func aShortPastIsShort() {
        let curves = Self.past(to: 30).curves(endingAt: moment(30), seconds: 3600)
        #expect(curves.resolutionSeconds == Array(repeating: 1, count: 31))
        #expect(curves.series["keys.product"]?.first == .some(0))
        #expect(Past().curves(endingAt: start, seconds: 60).resolutionSeconds == [])
    }

    @Test func aFileGivesItsMomentsBack() throws {
        var file = Self.snapshot(2000)
        file.history = Self.past(to: 2000).curves(endingAt: moment(2000), seconds: 1800)
        let past = Past(replaying: try Snapshot(json: file.json()))
        for second in Array(1401..<2000) + stride(from: 300, to: 1400, by: 10) {
            let shown = try #require(
                past.snapshot(at: moment(Double(second)), invalidationsOf: .standard), "\(second)")
            // A step of ten seconds has the newest that was kept of it.
            let original = Self.snapshot(second > 1400 ? second : second - 1)
            #expect(shown.memory.usedBytes == original.memory.usedBytes)
            #expect(shown.resources[0].keys == original.resources[0].keys)
            #expect(shown.resources[0].windows[0] == original.resources[0].windows[0])
            #expect(shown.total.windows[0] == original.total.windows[0])
            #expect(shown.unclassified.windows[0].hits == 2)
            #expect(shown.unclassified.windows[0].misses == 1)
            #expect(shown.server == Snapshot.Server() || shown.server.windows.count == 3)
            #expect(shown.unavailable.contains { $0.what == "server" && $0.state == .notTold })
        }
        let series = past.series(.usedBytes, endingAt: moment(2000), seconds: 100, count: 100)
        #expect(series.values.compactMap(\.self).count == 50)
    }

    /// Lists of other lengths, names of others, no step at all: a file may hold anything.
    @Test func aFileMayHoldAnything() throws {
        var file = Self.snapshot(100)
        file.history = Snapshot.Curves(
            resolutionSeconds: [0, -5, 10, 1, 1],
            series: [
                "hitRate": [2, -1], "lookupsPerSecond": [1e300, -4, nil], "keys.nonesuch": [1],
                "memory.usedBytes": [1, 2, 3, 4, 5, 6, 7],
            ])
        let past = Past(replaying: file)
        var at = moment(1000)
        var count = 0
        while let next = past.moment(before: at), count < 100 {
            _ = past.snapshot(at: next.at, invalidationsOf: .standard)
            at = next.at
            count += 1
        }
        #expect((1...5).contains(count))
    }

    @Test func listenersOfTheMinute() throws {
        var past = Past()
        var listener = Snapshot.Listener(name: "shop-1", ListenerHistoryTests.beat)
        for second in 0..<130 {
            var snapshot = Self.snapshot(second)
            listener.backlog = Int64(second)
            snapshot.listeners = second < 20 ? [] : [listener]
            past.note(snapshot)
        }
        func shown(_ second: Double) throws -> Snapshot {
            try #require(past.snapshot(at: moment(second), invalidationsOf: .standard))
        }
        // Minutes of the clock begin 40 s after the start.
        #expect(try shown(99).listeners.map(\.backlog) == [40])
        #expect(try shown(120).listeners.map(\.backlog) == [100])
        #expect(try shown(120).listeners.first?.name == "shop-1")
        let asOf = try shown(120).unavailable.first { $0.what == "listeners" }
        #expect(asOf?.asOf == moment(100) && asOf?.state == .asOf)
        let missing = try shown(5)
        #expect(missing.listeners.isEmpty)
        #expect(missing.unavailable.contains { $0.what == "listeners" && $0.state == .notTold })
    }
}
