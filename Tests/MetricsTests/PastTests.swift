import Metrics
import Testing

/// What is recorded of the screen, for how long, and in how much memory.
@Suite struct PastTests {
    private static let minute = 60
    private static let day = 86_400

    /// A snapshot that knows its own second, or has not measured it.
    private static func snapshot(_ second: Int, isMeasured: Bool = true) -> Snapshot {
        var snapshot = Snapshot(
            takenAt: moment(Double(second)), endpoint: "redis://cache-1", intervalSeconds: 1,
            source: "stream:cache:events")
        snapshot.memory.usedBytes = isMeasured ? UInt64(second) : nil
        return snapshot
    }

    private func moments(of past: Past, before end: Timestamp) -> [PastMoment] {
        var all: [PastMoment] = []
        var at = end
        while let next = past.moment(before: at) {
            all.append(next)
            at = next.at
        }
        return all
    }

    /// A day and an hour, every 20 s and in the end every second, with a hole and unmeasured seconds.
    @Test func whatIsNotedComesBackForAsLongAsItIsKept() throws {
        var past = Past()
        let end = Self.day + 3600
        let seconds = Array(stride(from: 0, to: end - 900, by: 20)) + Array(end - 900..<end)
        let hole = end - 300..<end - 200
        for second in seconds where !hole.contains(second) {
            past.note(Self.snapshot(second, isMeasured: second % 7 != 0))
        }
        let moments = moments(of: past, before: moment(Double(end)))
        let history = History.standard
        for moment in moments {
            let second = Int(moment.at.seconds(since: start))
            let snapshot = try #require(past.snapshot(at: moment.at, invalidationsOf: history))
            #expect(snapshot.takenAt == moment.at)
            #expect(snapshot.memory.usedBytes == (second % 7 == 0 ? nil : UInt64(second)))
            #expect(!hole.contains(second))
        }
        #expect(moments.map(\.at) == moments.map(\.at).sorted(by: >))
        let ages = moments.map { end - 1 - Int($0.at.seconds(since: start)) }
        #expect(ages.filter { $0 < 600 } == (0..<600).filter { !hole.contains(end - 1 - $0) })
        // A slot begins with the clock's, not with the newest frame.
        #expect(ages.max().map { $0 <= Self.day && $0 > Self.day - 2 * Self.minute } == true)
        let old = ages.filter { $0 > 7200 + 10 }
        #expect(zip(old, old.dropFirst()).allSatisfy { $1 - $0 == Self.minute })
        let middle = ages.filter { $0 > 900 && $0 < 7190 }
        #expect(zip(middle, middle.dropFirst()).allSatisfy { $1 - $0 == 20 })
        #expect(Set(moments.map(\.resolutionSeconds)) == [1, 10, 60])
        #expect(past.byteCount <= Past.byteLimit(for: Self.snapshot(0)))
    }

    @Test func aLaterLookOfTheSameSecondTakesItsPlace() {
        var past = Past()
        var later = Self.snapshot(0)
        later.takenAt = moment(0.7)
        later.memory.usedBytes = 77
        past.note(Self.snapshot(0))
        past.note(later)
        #expect(moments(of: past, before: moment(9)).map(\.at) == [moment(0.7)])
        let shown = past.snapshot(at: moment(0.7), invalidationsOf: .standard)
        #expect(shown?.memory.usedBytes == 77)
    }

    /// Another server's clock: what this one has not reached yet is gone.
    @Test func aClockThatGoesBack() {
        var past = Past()
        for second in [0, 1, 2, 3, 500] { past.note(Self.snapshot(second)) }
        past.note(Self.snapshot(2))
        let seconds = moments(of: past, before: moment(1000)).map { $0.at.seconds(since: start) }
        #expect(seconds == [2, 1, 0])
        #expect(past.moment(after: moment(2)) == nil)
    }

    @Test func otherNamesAreAnotherCache() {
        var past = Past()
        past.note(Self.snapshot(0))
        var other = Self.snapshot(1)
        other.versions = [
            .init(
                name: "search", key: "version:search", value: Int64.max, changedAt: moment(-3),
                changesPerHour: 2)
        ]
        past.note(other)
        #expect(moments(of: past, before: moment(9)).map(\.at) == [moment(1)])
        // A counter is exact, whatever its size.
        let shown = past.snapshot(at: moment(1), invalidationsOf: .standard)
        #expect(shown?.versions == other.versions)
    }

    @Test func twelveResourcesTakeEightAndAHalfMebibytesAtMost() {
        var snapshot = Self.snapshot(0)
        snapshot.resources = (0..<12).map {
            ResourceReport(name: "r\($0)", policy: .init(CachePolicy.standard.resources[0]))
        }
        snapshot.versions = (0..<12).map {
            .init(name: "v\($0)", key: "v\($0)", value: 1, changedAt: nil, changesPerHour: nil)
        }
        let limit = Past.byteLimit(for: snapshot)
        #expect(limit <= 17 << 19)
        // The figure is of what is stored: half a megabyte a resource is not possible.
        #expect(limit > 6 << 20)
    }

    /// Tables of long keys reach back less far, and say so.
    @Test func longKeysDoNotTakeMore() throws {
        var past = Past()
        for minute in 0..<1000 {
            var snapshot = Self.snapshot(minute * Self.minute)
            snapshot.topKeys = (0..<20).map {
                .init(
                    key: "search:\($0):" + String(repeating: "ä", count: 300), resource: nil,
                    hits: 3, misses: UInt64(minute))
            }
            past.note(snapshot)
        }
        #expect(past.byteCount <= Past.byteLimit(for: Self.snapshot(0)))
        let newest = try #require(
            past.snapshot(at: moment(999 * 60), invalidationsOf: .standard))
        #expect(newest.topKeys.count == 10)
        #expect(newest.topKeys.allSatisfy { $0.misses == 999 && $0.key.hasSuffix("ä…") })
        #expect(newest.topKeys.allSatisfy { $0.keyIsCut == true })
        let oldest = try #require(past.snapshot(at: moment(0), invalidationsOf: .standard))
        #expect(oldest.topKeys.isEmpty)
        let missing = oldest.unavailable.first { $0.what == "topKeys" }
        #expect(missing?.subject == Past.subject && missing?.state == .notTold)
    }

    /// Never newer than the moment that is shown.
    @Test func aTableIsOfItsMinute() {
        var past = Past()
        for second in 0..<130 {
            var snapshot = Self.snapshot(second)
            snapshot.topKeys = [
                .init(key: "product:1", resource: nil, hits: 0, misses: UInt64(second))
            ]
            past.note(snapshot)
        }
        for second in 0..<130 {
            let shown = past.snapshot(at: moment(Double(second)), invalidationsOf: .standard)
            let table = shown?.topKeys.first.map { Int($0.misses) } ?? -1
            // Minutes of the clock begin 40 s after the start.
            #expect(table == (second < 40 ? 0 : second < 100 ? 40 : 100))
            let asOf = shown?.unavailable.first { $0.what == "topKeys" }?.asOf
            #expect(asOf == (table == second ? nil : moment(Double(table))))
        }
    }

    @Test func invalidationsHaveTheirOwnTimes() {
        var history = History.standard
        var past = Past()
        for second in 0..<20 { past.note(Self.snapshot(second)) }
        func record(_ second: Double, lasting duration: Double?) -> InvalidationRecord {
            InvalidationRecord(
                at: moment(second), scope: "at \(second)", by: "anna", via: .redis, outcome: .done,
                message: "", durationSeconds: duration)
        }
        history.observe(record(5, lasting: 4))
        history.observe(record(12, lasting: nil))
        func scopes(_ second: Double) -> [String] {
            past.snapshot(at: moment(second), invalidationsOf: history)?
                .invalidations.map(\.scope) ?? []
        }
        #expect(scopes(8) == [])
        #expect(scopes(9) == ["at 5.0"])
        #expect(scopes(15) == ["at 5.0", "at 12.0"])
        // Of a kind of which some had to go nothing is claimed.
        history.observe(
            InvalidationRecord(
                at: moment(3), scope: "observed", by: nil, via: .observed, outcome: .done,
                message: ""))
        for number in 0..<250 { history.observe(record(30 + Double(number), lasting: nil)) }
        let shown = past.snapshot(at: moment(9), invalidationsOf: history)
        #expect(shown?.invalidations.map(\.scope) == ["observed"])
        #expect(shown?.unavailable.contains { $0.what == "invalidations" } == true)
    }
}
