/// How the event source is doing; goes with every tally.
package struct EventStatus: Sendable, Hashable {
    /// What a source carries: only events, or among them other lines.
    package enum Kind: Sendable, Hashable { case stream, pubsub, log, none }

    /// `stream:cache:events`, `pubsub:CHANNEL`, `log:FILE`, `none`; the stream's key as it was found.
    package var source: String
    package var kind: Kind
    package var resets: UInt64 = 0
    /// Stretches in which entries were lost.
    package var gaps: UInt64 = 0
    /// Entries lost in them; nil where the server doesn't say.
    package var lostEntries: UInt64?
    /// Raw Pub/Sub or log lines thrown away because reading fell behind.
    package var dropped: UInt64 = 0
    /// Age of the newest entry when it arrived; 0 when caught up, nil before any.
    package var lagSeconds: Double?
    /// How far the stream's newest id lies ahead of the server's clock; nil: within 5 s.
    package var aheadSeconds: Double?
    /// From when on all events are counted; nil before the source stands.
    package var coveredFrom: Timestamp?
    /// Of a stream that has all that was ever added: its first entry. Before it there was nothing to count.
    package var firstEntryAt: Timestamp?
    /// Why there are no events; nil when all is well.
    package var problem: SourceProblem?
    /// Why lost entries can't be detected; nil: they can, or the source is no stream.
    package var gapsProblem: SourceProblem?
    /// When the source was last read without a problem; nil before that.
    package var readUntil: Timestamp?

    package init(source: String, kind: Kind = .stream) {
        self.source = source
        self.kind = kind
    }

    /// Whether events have been missed, or may have been, since an earlier status.
    package func hasLost(since before: EventStatus) -> Bool {
        let isLater = before.coveredFrom.map { from in coveredFrom.map { $0 > from } ?? false }
        return gaps > before.gaps || resets > before.resets || dropped > before.dropped
            || isLater ?? false
    }

    /// Entries that were never received. A server may claim any number of them, so the sum saturates.
    package mutating func noteGap(of entries: UInt64) {
        gaps += 1
        lostEntries = saturatingSum(lostEntries ?? 0, entries)
    }
}
