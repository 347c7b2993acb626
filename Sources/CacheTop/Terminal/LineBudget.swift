/// How much of what was written is still under way, on a line whose speed the operator has named: a bucket that
/// leaks as fast as the line carries. A terminal behind SSH takes at once what a slow line then needs seconds
/// for, and says nothing of it; so little is sent at once that a key's effect is never far behind.
nonisolated struct LineBudget: Sendable, Hashable {
    /// A piece of a frame begins when the line is through with all but this much of what was sent.
    static let mostSeconds = 0.15

    let bytesPerSecond: Int
    /// When the line is through with all that was sent.
    private var busyUntil = -Double.infinity
    /// When the frame that is being sent began; nil: the last one is whole.
    private var begun: Double?
    /// A frame that no key asks for waits until then, so that frames take half of the line.
    private var restsUntil = -Double.infinity

    init(bytesPerSecond: Int) { self.bytesPerSecond = max(1, bytesPerSecond) }

    /// A piece of a frame ends with the row that reaches it.
    var pieceBytes: Int { Int(Double(bytesPerSecond) * Self.mostSeconds) }

    /// The codes of eight colours are half as long as those of 256; nil: as many as the terminal has.
    var mostColors: Int? { bytesPerSecond <= 4096 ? 8 : nil }

    /// When the line is through with what was sent by now.
    func arrival(at now: Double) -> Double { max(now, busyUntil) }

    /// Seconds until a piece may be sent; 0: now.
    ///
    /// - Parameter isAwaited: the operator waits for it.
    func wait(at now: Double, isAwaited: Bool) -> Double {
        let rest = isAwaited || begun != nil ? 0 : restsUntil - now
        return max(0, busyUntil - Self.mostSeconds - now, rest)
    }

    /// Frames and whatever else goes to the terminal.
    mutating func sent(_ bytes: Int, at now: Double) {
        busyUntil = max(busyUntil, now) + Double(max(0, bytes)) / Double(bytesPerSecond)
    }

    /// After a piece of a frame.
    mutating func drew(isWhole: Bool, at now: Double) {
        let start = begun ?? now
        begun = isWhole ? nil : start
        if isWhole { restsUntil = busyUntil + max(0, busyUntil - start) }
    }
}
