import Foundation
import Testing

@testable import RedisClient

/// Random replies, damaged and cut at random, for hiredis and for the scanner: what the scanner takes,
/// hiredis takes for the same. `make fuzz` lets it run for minutes (`FUZZ_SECONDS`); each round has its
/// number, which repeats it (`FUZZ_ROUND`).
@Suite struct ReplyFuzzTests {
    private static var seconds: Double {
        ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap(Double.init) ?? 2
    }

    private static var first: UInt64 {
        ProcessInfo.processInfo.environment["FUZZ_ROUND"].flatMap(UInt64.init)
            ?? UInt64(Date().timeIntervalSince1970 * 1000)
    }

    @Test func theScannerTakesNothingForAnythingElse() {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(Self.seconds)
        let first = Self.first
        var round = first
        var taken = 0
        repeat {
            var bytes = RandomReplies(seed: round)
            let pieces = bytes.pieces()
            let theirs = DecodedReplies(.hiredis, pieces, limit: 1 << 16)
            let ours = DecodedReplies(.inPlace, pieces, limit: 1 << 16)
            taken += ours.replies.count
            // What is too large for one may just fit into the other's memory: that says nothing of bytes.
            let isSame =
                ours.failure != nil
                ? theirs.replies.starts(with: ours.replies)
                : theirs.failure == .tooLarge
                    ? ours.replies.starts(with: theirs.replies) : theirs == ours
            guard isSame else {
                Issue.record("FUZZ_ROUND=\(round): \(pieces): hiredis \(theirs), here \(ours)")
                return
            }
            round &+= 1
        } while clock.now < end
        #expect(taken > 0)
        print("fuzz: \(round &- first) rounds, \(taken) replies.")
    }
}
