import Console
import Testing

@testable import CacheTop

/// What may be under way on a line of a known speed, as values.
@Suite struct LineBudgetTests {
    /// A terminal that wants frames all the time. Returns the most bytes that were under way when a piece began,
    /// and all that were sent.
    private static func run(
        _ speed: Int, seconds: Double = 60, row: Int, isAwaited: Bool, using dice: inout Dice
    ) -> (mostAhead: Int, sent: Int) {
        var budget = LineBudget(bytesPerSecond: speed)
        var (now, left, sent, most) = (1000.0, 0, 0, 0)
        while now < 1000 + seconds {
            let wait = budget.wait(at: now, isAwaited: isAwaited)
            guard wait <= 0 else {
                now += wait + 1e-6
                continue
            }
            if left == 0 { left = dice.roll(1...6000) }
            most = max(most, Int(((budget.arrival(at: now) - now) * Double(speed)).rounded(.up)))
            // Rows of any length until the piece is full.
            var piece = 0
            while left > 0, piece < budget.pieceBytes {
                let bytes = min(left, dice.roll(1...row))
                (piece, left) = (piece + bytes, left - bytes)
            }
            budget.sent(piece, at: now)
            budget.drew(isWhole: left == 0, at: now)
            sent += piece
            now += Double(dice.roll(0...100)) / 1000
        }
        return (most, sent)
    }

    @Test(arguments: [100, 300, 1200, 2048, 9600, 1_000_000])
    func littleIsUnderWayWhenAPieceBegins(speed: Int) {
        var dice = Dice(state: UInt64(speed))
        for isAwaited in [true, false] {
            let (most, sent) = Self.run(speed, row: 400, isAwaited: isAwaited, using: &dice)
            #expect(sent > 0)
            #expect(Double(most) <= Double(speed) * LineBudget.mostSeconds + 1, "\(most)")
        }
    }

    /// What is sent is never ahead of the line by more than that, a piece and a row.
    @Test(arguments: [300, 2048, 9600])
    func noMoreIsSentThanTheLineCarries(speed: Int) {
        var dice = Dice(state: 7)
        let (_, sent) = Self.run(speed, row: 400, isAwaited: true, using: &dice)
        #expect(sent <= speed * 60 + Int(Double(speed) * 2 * LineBudget.mostSeconds) + 400)
        #expect(sent > speed * 50)
    }

    /// The other half is for what a key asks for.
    @Test(arguments: [300, 2048])
    func framesWithoutAKeyTakeHalfOfTheLine(speed: Int) {
        var dice = Dice(state: 8)
        let (_, sent) = Self.run(speed, row: 400, isAwaited: false, using: &dice)
        #expect(sent < speed * 36 && sent > speed * 20, "\(sent)")
    }

    @Test func aKeyDoesNotWaitForTheRest() {
        var budget = LineBudget(bytesPerSecond: 1000)
        budget.sent(1000, at: 0)
        budget.drew(isWhole: true, at: 0)
        #expect(budget.wait(at: 1, isAwaited: true) == 0)
        #expect(budget.wait(at: 1, isAwaited: false) > 0)
        #expect(budget.wait(at: 2.1, isAwaited: false) == 0)
    }

    /// A piece of a frame that has begun is not held up as a new frame is.
    @Test func aFrameThatHasBegunGoesOn() {
        var budget = LineBudget(bytesPerSecond: 1000)
        budget.sent(1000, at: 0)
        budget.drew(isWhole: true, at: 0)
        budget.sent(200, at: 2.1)
        budget.drew(isWhole: false, at: 2.1)
        #expect(budget.wait(at: 2.3, isAwaited: false) == 0)
    }

    @Test(arguments: [
        ("2048", 2048), ("2K", 2048), ("10k", 10_240), ("1.5K", 1536), ("1M", 1_048_576),
    ])
    func aSpeedIsRead(text: String, bytes: Int) throws {
        #expect(try LineSpeed(Setting(text, from: "--line-speed"))?.bytesPerSecond == bytes)
    }

    @Test(arguments: [
        "", "0", "50", "fast", "2KB", "K", "-2K", "1e3", "nan", "inf", "200M", "0x800",
    ])
    func whatIsNoSpeedIsRefused(text: String) {
        #expect(throws: Ending.self) { try LineSpeed(Setting(text, from: "--line-speed")) }
    }

    @Test func noneIsNoLimit() throws {
        #expect(try LineSpeed(nil) == nil)
        #expect(try LineSpeed(Setting("none", from: "CACHETOP_LINE_SPEED")) == nil)
    }
}

/// Chance that is the same in every run (SplitMix64).
private struct Dice {
    var state: UInt64

    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return range.lowerBound + Int((mixed ^ (mixed >> 31)) % UInt64(range.count))
    }
}
