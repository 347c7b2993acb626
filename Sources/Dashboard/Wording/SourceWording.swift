import Metrics
import Screen

// What a panel says of a source that is not fresh. Decided by the source's state; its sentence is
// only shown.

extension State {
    func state(of source: Source) -> SourceState { shown.state(of: source) }

    /// The figures on the screen are the last ones before the connection was lost; those of an earlier
    /// moment are not.
    var isLost: Bool {
        if case .lost = link { viewing == nil } else { false }
    }

    /// No poll has succeeded since the start.
    var isNeverConnected: Bool { lastLook == nil && !isReplay }

    /// The moment that ages are counted to: they go on while nothing new comes in.
    var viewedAt: Timestamp {
        isReplay || isPaused || viewing != nil ? shown.takenAt : max(shown.takenAt, serverNow)
    }

    /// The same for a purge: of one of this cachetop's own it goes on while the figures stand still.
    func viewedAt(of record: InvalidationRecord) -> Timestamp {
        isPaused && viewing == nil && history.isOwn(record)
            ? max(shown.takenAt, serverNow) : viewedAt
    }

    func time(_ moment: Timestamp) -> String {
        moment.timeOfDay(offsetSeconds: setting.utcOffsetSeconds)
    }

    /// `as of 03:07:12` where the figures of a source are older than the rest: those of a lost
    /// server are dated in the header.
    func age(of source: SourceState) -> String? {
        guard case .asOf(let at, _) = source else { return nil }
        if isLost, let lastLook, at >= lastLook.server { return nil }
        return "as of \(time(at))"
    }

    /// Why a source has no figures or only old ones. nil while there is no connection, too: the
    /// banner says why, once.
    func words(for source: SourceState) -> String? {
        guard !isLost, let why = source.why else { return nil }
        return age(of: source).map { "\($0): \(why)" } ?? why
    }

    /// In place of figures that were never had.
    func absence(of source: SourceState, waitingFor what: String) -> Line {
        if isNeverConnected {
            return Line(isLost ? "not connected" : "not connected yet", .dim)
        }
        if let words = words(for: source) {
            // Nothing is wrong with what was not recorded.
            return Line(DisplayText(words), viewing == nil ? .warning : .dim)
        }
        return Line(DisplayText(isLost ? "not known" : "waiting for \(what)"), .dim)
    }

    /// Of the moment that is shown not all was kept.
    func isNotRecorded(_ field: String) -> Bool {
        shown.unavailable.contains {
            $0.what == field && $0.subject == Past.subject && $0.state == .notTold
        }
    }

    /// In place of a list's rows.
    ///
    /// - Parameters:
    ///   - hidden: rows that the filter hides.
    ///   - sources: what the rows come from.
    ///   - field: theirs in the snapshot.
    ///   - none: what it means when all is well and there is no row.
    func placeholder(
        hidden: Int, from sources: [Source], field: String? = nil, none: String
    ) -> Line {
        if hidden > 0 {
            let rows = hidden == 1 ? "the only row" : "all \(hidden) rows"
            return Line(DisplayText("the filter hides \(rows); Esc clears it"), .warning)
        }
        if let field, isNotRecorded(field) {
            return Line("not recorded", .dim)
        }
        let missing = sources.filter { !state(of: $0).isFresh }
        if isNeverConnected, !missing.isEmpty {
            return Line(isLost ? "not connected" : "not connected yet", .dim)
        }
        let names = missing.compactMap { state(of: $0).isAwaited ? nil : $0.name }
        if !names.isEmpty {
            if isLost, let lastLook {
                return Line(DisplayText("none seen up to \(time(lastLook.server))"), .dim)
            }
            return Line(
                DisplayText("\(names.joined(separator: " and ")) not readable"), .warning)
        }
        if sources.contains(.events), shown.events.received == 0 {
            return Line("no events received so far", .dim)
        }
        return Line(DisplayText(none), .dim)
    }
}

extension SourceState {
    /// Nothing is in the way: it exists, or will be read as soon as it does.
    fileprivate var isAwaited: Bool {
        if case .notYet = self { true } else { isFresh }
    }
}

extension Source {
    fileprivate var name: String { self == .trail ? "trail" : "events" }
}
