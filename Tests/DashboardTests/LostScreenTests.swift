import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The screen without a connection: lost, never connected, late.
@Suite struct LostScreenTests {
    /// A name, an address and what to do: about as long as a reason gets.
    static let longReason =
        "Cannot connect to rediss://cache-1.eu-central-1.example.com:6379/0: the server's "
        + "certificate is not trusted. Name the authority that signed it with --tls-ca FILE, or, "
        + "knowing the risk, use --tls-insecure."

    @Test(arguments: [ScreenTests.small, Size(columns: 100, rows: 30), ScreenTests.wide])
    func theReasonOfALossIsThereOnceAndWhole(size: Size) {
        var state = Shop.busy(size)
        state.feed(.link(.lost(why: Self.longReason, retryAt: 163.2)), at: 157)
        _ = state.update(.ticked(158))
        state.expectScreen("lost-long")
        let text = state.draw().lines.dropFirst().prefix(3).joined(separator: " ")
        // Whole at 80x24, too, though it fills three rows.
        for word in Self.longReason.split(separator: " ") {
            #expect(text.contains(word), "\(word)")
        }
        #expect(state.draw().lines.count { $0.contains("--tls-insecure") } == 1)
    }

    @Test func agesGoOnWhileLost() {
        var state = Shop.busy(ScreenTests.wide)
        state.feed(.link(.lost(why: "away", retryAt: 130)), at: 121)
        for (second, age) in [(137.0, "20s"), (180, "1m03s")] {
            _ = state.update(.ticked(second))
            let lines = state.draw().lines
            #expect(lines.contains { $0.contains("swept \(age) ago") }, "\(second)")
        }
        // The counter was raised 72 s before the last poll, which is a minute ago.
        #expect(state.draw().lines.contains { $0.contains("128   2m12s ago") })
        #expect(state.draw().lines.contains { $0.contains("14:04:40") })
    }

    @Test func whileLostNothingIsOfferedThatNeedsAConnection() {
        var state = Shop.busy(ScreenTests.wide)
        state.feed(.link(.lost(why: "away", retryAt: 130)), at: 121)
        let footer = state.draw().lines.last ?? ""
        #expect(!footer.contains("x invalidate") && footer.contains("? help"))
        for key in ["P", "I", "C", "F", "T", "S", "G"] as [KeyPress] {
            #expect(state.press(key).isEmpty)
            #expect(state.mode == .browsing)
            #expect(state.notice?.text.contains("There is no connection") == true)
        }
        state.feed(.link(.live), at: 131)
        #expect(state.draw().lines.last?.contains("x invalidate") == true)
        #expect(state.press("S").count == 2)
    }

    @Test(arguments: [ScreenTests.wide, ScreenTests.small])
    func neverConnectedIsNotLost(size: Size) {
        var state = Shop.starting(size)
        let why =
            "Cannot connect to redis://cache-1:6379/0: the connection was refused. Check the "
            + "host and port (or socket), and that redis-server runs there."
        state.feed(.link(.lost(why: why, retryAt: 108.2)), at: 101)
        var report = Shop.silence()
        report.status.coveredFrom = nil
        report.status.problem = SourceProblem(.lost, "No events come in: \(why)")
        state.feed(.events(report), at: 101)
        state.expectScreen("never-connected")
    }

    @Test func beforeTheFirstAnswerItIsNotConnectedYet() {
        var state = Shop.starting(ScreenTests.small)
        #expect(state.press("P").isEmpty)
        #expect(state.notice?.text.contains("no connection to Redis yet") == true)
    }

    @Test func lateIsNotLive() {
        var state = Shop.busy(ScreenTests.small)
        _ = state.update(.ticked(125))
        #expect(state.draw().lines[0].contains("◐ late, 5s old"))
        #expect(!state.draw().lines[0].contains("live"))
    }
}
