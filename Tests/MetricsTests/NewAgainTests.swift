import Metrics
import Testing

/// When a change shows everywhere, counted from a purge.
struct NewAgainTests {
    @Test func aProductIsNewEverywhereWhenTheLastListIs() {
        let scope = InvalidationScope.products([Array("42".utf8)])
        var radius = BlastRadius(edge: CachePolicy.standard.edge(of: scope))
        radius.alsoIn = CachePolicy.standard.alsoIn(of: scope)
        let new = NewAgain(radius, purgedAt: start)
        let times = new.times.map {
            "\($0.place) \($0.resource) \(Int($0.at.seconds(since: start)))"
        }
        #expect(
            times == [
                "api product 0", "isr product 60", "cdn product 180", "api inventory 0",
                "cdn inventory 40", "alsoIn search 120", "alsoIn category 1200",
                "alsoIn trending 3600",
            ])
        #expect(new.everywhereAt == start.adding(seconds: 3600))
    }

    @Test(
        arguments: [
            (.search, 90), (.trending, 2700), (.global, 2700), (.key(Array("x".utf8)), nil),
        ] as [(InvalidationScope, Double?)])
    func withoutOtherListsTheEdgeIsTheLast(scope: InvalidationScope, seconds: Double?) {
        let policy = CachePolicy.standard
        var radius = BlastRadius(edge: policy.edge(of: scope))
        radius.alsoIn = policy.alsoIn(of: scope)
        #expect(radius.alsoIn == nil)
        let new = NewAgain(radius, purgedAt: start)
        #expect(new.everywhereAt == seconds.map { start.adding(seconds: $0) })
    }
}
