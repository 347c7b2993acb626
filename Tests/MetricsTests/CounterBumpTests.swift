import Testing

@testable import Metrics

/// A raise that no event announces is seen beside those of a busy listener, too: each bump explains one.
struct CounterBumpTests {
    private var shop = WatchedShop()

    /// A second in which the counter is raised so often, with so many events of it.
    private mutating func pass(raises: Int64 = 0, bumps: Int = 0) {
        guard case .value(let value) = shop.counters[0] else { return }
        shop.counters[0] = .value(value + raises)
        shop.pass([("bump", "version:search")], times: bumps)
    }

    private var unannounced: [InvalidationRecord] {
        shop.snapshot.invalidations.filter {
            $0.via == .observed && $0.from != nil && $0.by == nil
                && $0.message.contains("no event says who")
        }
    }

    @Test mutating func oneOfManyIsNotAnnounced() throws {
        shop.poll()
        for second in 0..<30 {
            // The listener raises it every four seconds, a script once in between.
            if second % 4 == 0 {
                pass(raises: 1, bumps: 1)
            } else {
                pass(raises: second == 14 ? 1 : 0)
            }
        }
        #expect(unannounced.count == 1)
        let found = try #require(unannounced.first)
        #expect(found.steps?.first?.counter == "version:search")
        let finding = FindingRule.counterRaised.findings(in: shop.snapshot).first
        #expect(finding?.message.contains("no event says who raised it") == true)
    }

    @Test mutating func evenInTheSameSecond() {
        shop.poll()
        for second in 0..<20 { pass(raises: second == 9 ? 2 : 0, bumps: second == 9 ? 1 : 0) }
        #expect(unannounced.count == 1)
    }

    @Test mutating func allOfThemAre() {
        shop.poll()
        for second in 0..<30 {
            let count = second % 4 == 0 ? 3 : second % 4 == 1 ? 1 : 0
            pass(raises: Int64(count), bumps: count)
        }
        #expect(unannounced.isEmpty)
    }

    /// A counter that is set to a time is raised by millions.
    @Test mutating func oneThatIsSet() {
        shop.poll()
        for second in 0..<20 {
            pass(raises: second == 9 ? 1_000_000 : 0, bumps: second == 9 ? 1 : 0)
        }
        #expect(unannounced.isEmpty)
    }
}
