extension Timestamp {
    /// How far ahead of the server's clock an id may lie: clocks of machines that are kept in step
    /// differ by less.
    package static let aheadTolerance = 5.0

    /// Whether a moment that a client chose lies ahead of the server's clock, and so says nothing of
    /// when something happened.
    package func isAhead(of now: Timestamp) -> Bool {
        seconds(since: now) > Self.aheadTolerance
    }
}
