import Metrics
import Testing

@testable import LiveCache

@Suite struct StreamCursorTests {
    private func id(_ number: UInt64) -> StreamID { StreamID(milliseconds: number, sequence: 0) }

    private func info(last: UInt64, added: UInt64?) -> StreamInfo {
        StreamInfo(length: 1, lastID: id(last), added: added)
    }

    private func batch(_ numbers: ClosedRange<UInt64>, mark: StreamID?) -> StreamCursor.Batch {
        var batch = StreamCursor.Batch()
        batch.entries = numbers.count
        batch.lastID = id(numbers.upperBound)
        batch.withinMark = mark.map { mark in numbers.count { id($0) <= mark } } ?? 0
        return batch
    }

    @Test func whatLiesBeforeTheFirstCheckpointIsNoGap() {
        var cursor = StreamCursor(position: id(50))
        #expect(cursor.inspect(info(last: 100, added: 1000)) == .init())
        #expect(cursor.advance(batch(90...100, mark: cursor.mark)) == .init())
        #expect(cursor.position == id(100))
    }

    @Test func entriesBetweenTwoCheckpointsAreCounted() {
        var cursor = StreamCursor(position: id(100))
        _ = cursor.inspect(info(last: 100, added: 1000))
        _ = cursor.advance(batch(101...110, mark: cursor.mark))
        #expect(cursor.inspect(info(last: 110, added: 1010)).lost == 0)
        // Ten added, trimmed to the last three before they could be read.
        let findings = cursor.inspect(info(last: 120, added: 1020))
        #expect(findings == .init())
        let gap = cursor.advance(batch(118...120, mark: cursor.mark))
        #expect(gap.lost == 7)
        #expect(gap.completeAfter == id(120))
    }

    /// The least that can be lost, and the least that can be received too much.
    @Test(arguments: [(9, 1, false), (10, 0, false), (11, 0, true)] as [(UInt64, UInt64, Bool)])
    func aLossOfExactlyOneEntryIsReported(_ received: UInt64, _ lost: UInt64, _ isReset: Bool) {
        var cursor = StreamCursor(position: id(100))
        _ = cursor.inspect(info(last: 100, added: 1000))
        _ = cursor.inspect(info(last: 200, added: 1010))
        let findings = cursor.advance(batch((201 - received)...200, mark: cursor.mark))
        #expect(findings.lost == lost)
        #expect(findings.completeAfter == (lost > 0 ? id(200) : nil))
        #expect(findings.isReset == isReset)
    }

    @Test func entriesBeyondTheCheckpointBelongToTheNextStretch() {
        var cursor = StreamCursor(position: id(0))
        _ = cursor.inspect(info(last: 0, added: 0))
        _ = cursor.inspect(info(last: 10, added: 10))
        #expect(cursor.advance(batch(1...25, mark: cursor.mark)).lost == 0)
        #expect(cursor.inspect(info(last: 25, added: 25)).lost == 0)
        #expect(cursor.inspect(info(last: 30, added: 30)).lost == 0)
        #expect(cursor.advance(.init()).lost == 5)
    }

    @Test func aTrimThatLosesNothingIsNoGap() {
        var cursor = StreamCursor(position: id(3))
        _ = cursor.inspect(info(last: 3, added: 3))
        _ = cursor.inspect(info(last: 4, added: 4))
        #expect(cursor.advance(batch(4...4, mark: cursor.mark)) == .init())
    }

    @Test func lowerIdsAreAnotherStream() {
        var cursor = StreamCursor(position: id(100))
        _ = cursor.inspect(info(last: 100, added: 10))
        let findings = cursor.inspect(info(last: 5, added: 3))
        #expect(findings.isReset)
        #expect(cursor.position == .zero)
        #expect(cursor.advance(batch(3...5, mark: cursor.mark)) == .init())
    }

    @Test func anIdleStreamOlderThanTheCutoffIsNotAnotherOne() {
        var cursor = StreamCursor(position: id(1000))
        #expect(cursor.inspect(info(last: 5, added: 3)) == .init())
        #expect(cursor.inspect(info(last: 5, added: 3)) == .init())
        #expect(cursor.position == id(1000))
    }

    @Test func fewerAddedWithHigherIdsIsAnotherStreamReadOnly() {
        var cursor = StreamCursor(position: id(100))
        _ = cursor.inspect(info(last: 100, added: 1000))
        _ = cursor.advance(batch(200...202, mark: cursor.mark))
        let findings = cursor.inspect(info(last: 202, added: 3))
        #expect(findings.isReset)
        #expect(findings.lost == 0)
        #expect(cursor.position == id(202))
    }

    /// A server that came back empty, and was written to before the reader was there again.
    @Test func asManyAddedWithHigherIdsIsAnotherStream() {
        var cursor = StreamCursor(position: id(0))
        _ = cursor.inspect(info(last: 0, added: 0))
        _ = cursor.inspect(info(last: 9, added: 1))
        _ = cursor.advance(batch(9...9, mark: cursor.mark))
        #expect(cursor.inspect(info(last: 20, added: 1)).isReset)
        #expect(cursor.position == id(9))
        #expect(cursor.advance(batch(20...20, mark: cursor.mark)) == .init())
    }

    @Test func aWholeStreamWithoutWhatWasReadIsAnotherStream() {
        var cursor = StreamCursor(position: id(9))
        _ = cursor.inspect(info(last: 9, added: 2))
        let whole = StreamInfo(length: 5, lastID: id(25), firstID: id(21), added: 5)
        #expect(cursor.inspect(whole).isReset)
        #expect(cursor.advance(batch(21...25, mark: cursor.mark)) == .init())
    }

    @Test func moreReceivedThanAddedIsAnotherStream() {
        var cursor = StreamCursor(position: id(9))
        _ = cursor.inspect(info(last: 9, added: 2))
        _ = cursor.advance(batch(20...29, mark: cursor.mark))
        #expect(cursor.inspect(info(last: 29, added: 10)).isReset)
        #expect(cursor.inspect(info(last: 29, added: 10)) == .init())
    }

    @Test func aStreamThatComesAfterNoneIsReadWhole() {
        var cursor = StreamCursor(position: id(100))
        cursor.vanish()
        #expect(cursor.position == .zero)
        #expect(!cursor.inspect(info(last: 9, added: 9)).isReset)
        #expect(cursor.advance(batch(4...9, mark: cursor.mark)).lost == 3)
        cursor.vanish()
        #expect(cursor.inspect(info(last: 2, added: 2)).isReset)
    }

    @Test func beforeRedis7NothingIsSaidOfLosses() {
        var cursor = StreamCursor(position: id(1))
        _ = cursor.inspect(info(last: 1, added: nil))
        _ = cursor.inspect(info(last: 50, added: nil))
        #expect(cursor.advance(batch(50...50, mark: cursor.mark)) == .init())
    }
}
