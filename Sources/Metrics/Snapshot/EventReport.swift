/// What the event source has to say: a tally, how the source is doing, and the top keys so far.
/// A report that still waits takes the next one in.
package struct EventReport: Sendable {
    package var tally: EventTally
    package var status: EventStatus
    package var topKeys: [TopKeys.Entry]
    /// The same by time.
    package var keySlices: KeySlices
    /// Of all stretches so far; nil: not asked.
    package var insight: InsightReport?
    /// When it was made, on the server's clock; nil: at the newest entry.
    package var at: Timestamp?

    package init(
        tally: EventTally, status: EventStatus, topKeys: [TopKeys.Entry],
        keySlices: KeySlices = KeySlices(), at: Timestamp? = nil
    ) {
        var tally = tally
        insight = tally.insight?.report()
        self.tally = tally
        self.tally.insight = nil
        self.status = status
        self.topKeys = topKeys
        self.keySlices = keySlices
        self.at = at
    }

    package mutating func merge(_ later: EventReport) {
        tally.merge(later.tally)
        status = later.status
        topKeys = later.topKeys
        keySlices = later.keySlices
        insight = later.insight ?? insight
        at = later.at ?? at
    }
}
