import Metrics
import Testing

@testable import LiveCache

/// How many entries a reply is asked for: by bytes, never by their number alone.
@Suite struct EntryCountTests {
    /// Beside others, a command that may take 30 µs, on a server that writes 64 bytes in a third of one.
    private var pace: WorkPace {
        var pace = WorkPace(.normal)
        pace.begin([0.000_012])
        for _ in 0..<10 { pace.note(items: 96, seconds: 0.000_012 + 96 * 0.3e-6) }
        return pace
    }

    @Test(
        arguments: [
            (bytes: 1, whole: 1000, paced: 1000), (60, 1000, 106), (64, 1000, 100), (832, 76, 8),
            (6_400, 10, 1), (64_000, 1, 1), (64_000_000, 1, 1),
        ])
    func largerEntriesAreFewer(bytes: Int, whole: Int, paced: Int) {
        var count = EntryCount()
        for _ in 0..<5 { count.note(entries: 10, bytes: 10 * bytes) }
        #expect(count.whole == whole)
        let entries = count.entries(at: pace)
        #expect(abs(entries - paced) <= paced / 20, "\(entries)")
    }

    /// From one entry on, whatever their size, as long as the server answers quickly.
    @Test(arguments: [60, 600, 832, 2_000, 9_000])
    func oneEntryBecomesMany(bytes: Int) {
        var count = EntryCount()
        for _ in 0..<5 { count.note(entries: 10, bytes: 10 * bytes) }
        var pace = WorkPace(.normal)
        pace.begin([0.000_012])
        for _ in 0..<12 {
            let entries = count.entries(at: pace)
            pace.note(items: EntryCount.items(bytes: entries * bytes), seconds: 0.000_012)
        }
        #expect(count.entries(at: pace) == count.whole)
    }

    @Test func itGrowsByFourAtMostAndShrinksAtOnce() {
        var count = EntryCount()
        #expect(count.whole == 10)
        count.note(entries: 10, bytes: 600)
        #expect(count.whole == 40)
        count.note(entries: 0, bytes: 0)
        #expect(count.whole == 40)
        count.note(entries: 40, bytes: 40 * 32_000)
        #expect(count.whole == 2)
        for whole in [1, 1] {
            count.noteTooLarge()
            #expect(count.whole == whole)
        }
    }

    /// Nobody is to be given way to: a whole reply.
    @Test func withoutOthersAReplyIsWhole() {
        var count = EntryCount()
        for _ in 0..<5 { count.note(entries: 10, bytes: 600) }
        #expect(count.entries(at: WorkPace(.full)) == 1000)
        #expect(count.entries(at: WorkPace(.gentle)) == 18)
    }
}
