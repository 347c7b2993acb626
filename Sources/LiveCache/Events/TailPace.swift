/// How long the tail waits between two reads: as long as what arrives meanwhile fills about half a reply,
/// since each read wakes both sides, however little it brings.
struct TailPace {
    static let shortest = Duration.milliseconds(30)
    /// A frame a second shows what came; four reads for it are enough.
    static let longest = Duration.milliseconds(250)
    private var before: Double?

    /// - Parameter isFull: there is more already.
    mutating func pause(
        after batch: StreamCursor.Batch, isFull: Bool, now: Double = ServerClock.monotonicSeconds()
    ) -> Duration {
        defer { before = now }
        if isFull { return .milliseconds(1) }
        guard let before, now > before, batch.bytes > 0 else { return Self.shortest }
        let perSecond = Double(batch.bytes) / (now - before)
        let wanted = Duration.seconds(Double(EntryCount.replyBytes) / 2 / perSecond)
        return min(Self.longest, max(Self.shortest, wanted))
    }
}
