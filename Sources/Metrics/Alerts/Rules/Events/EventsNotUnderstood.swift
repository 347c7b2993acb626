/// Most of what the event source brings is in another form than those that are known: without this
/// rule such a shop looks idle.
///
/// A stream and a channel carry events alone, so everything counts. A log holds other lines, too:
/// there the lines count that look like events, or 50 lines and more of which none is one.
struct EventsNotUnderstood: Sendable {
    static let threshold = 0.5
    static let mostLinesWithoutEvent: UInt64 = 50

    /// `stream:cache:events`.
    var source: String
    var kind: EventStatus.Kind
    var understanding: EventUnderstanding
    var now: Timestamp
    /// No more will come: any amount counts.
    var isFinal: Bool

    var alert: Alert? {
        let recent = understanding.recent(at: now)
        if let share = recent.share, share < Self.threshold {
            let unit = kind == .stream ? "pairs" : "lines"
            let what = kind == .log ? "\(unit) that look like events" : unit
            return alert(
                share: share,
                "Of the last \(Format.grouped(recent.pairs)) \(what) in \(source) "
                    + "\(Format.grouped(recent.understood)) are understood",
                example: understanding.example)
        }
        guard isSilent(recent) else { return nil }
        let count = max(recent.lines, min(understanding.lines, UInt64(LastOnes.capacity)))
        return alert(
            share: 0,
            "Of the last \(Format.grouped(count)) lines in \(source) none is a cache event",
            example: understanding.example ?? understanding.otherExample)
    }

    /// Lines come, and no event among them, where some were to be expected: from a log that had one
    /// event in a thousand lines so far, fifty lines say nothing.
    private func isSilent(_ recent: EventUnderstanding.Recent) -> Bool {
        guard kind == .log else { return false }
        if understanding.understood == 0 {
            return understanding.lines >= (isFinal ? 1 : Self.mostLinesWithoutEvent)
        }
        guard recent.lines >= Self.mostLinesWithoutEvent, !recent.hasEvent else { return false }
        let usual = Double(understanding.understood) / Double(max(1, understanding.lines))
        return usual * Double(recent.lines) >= 3
    }

    private func alert(share: Double, _ words: String, example: String?) -> Alert {
        let arrives = example.map { "; not understood is '\($0)'" } ?? ""
        return Alert(
            rule: "eventsNotUnderstood", severity: .warning, subject: source,
            value: share,
            threshold: Self.threshold, message: "\(words)\(arrives); \(advice)")
    }

    private var advice: String {
        switch kind {
        case .stream, .none:
            "publish 'hit product:42' or 'type hit key product:42', or name another source with "
                + "--events ('cachetop events' explains each entry)."
        case .pubsub, .log:
            "write '[CACHE HIT] product:42' or 'hit product:42', describe your form with "
                + "--events-line, or name another source with --events ('cachetop events' explains "
                + "each line)."
        }
    }
}

extension AlertRule {
    package static let eventsNotUnderstood = AlertRule(
        "eventsNotUnderstood", "less than half of what arrives is a known form of event",
        reads: [.events]
    ) { facts in
        let judged = facts.history.flatMap {
            EventsNotUnderstood($0, at: facts.now, isFinal: facts.isFinal).alert
        }
        return judged.map { [$0] } ?? []
    }
}

extension EventsNotUnderstood {
    fileprivate init(_ history: History, at now: Timestamp, isFinal: Bool) {
        self.init(
            source: history.status.source, kind: history.status.kind,
            understanding: history.understanding, now: now, isFinal: isFinal)
    }
}

extension History {
    /// Whether the events are of a form that is known, as far as came in until now.
    package func isUnderstood(at now: Timestamp) -> Bool {
        EventsNotUnderstood(self, at: now, isFinal: false).alert == nil
    }
}

extension Snapshot {
    package var isUnderstood: Bool {
        // An alert stays for a while after it held last.
        alert(.eventsNotUnderstood).map { $0.quietSince != nil } ?? true
    }
}
