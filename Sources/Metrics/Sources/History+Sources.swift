// How the sources stand.

extension History {
    var unavailable: [Unavailable] {
        states.ofInfo + states.list([.commandStats]) + ofCounters + ofListeners + ofEvents
            + states.list([.scan, .timeToLive, .memoryUsage]) + hiddenKeys + states.list([.trail])
            + ofInsight
    }

    /// All counters at once where they stand alike.
    private var ofCounters: [Unavailable] {
        if Set(counters.map(\.state)).count == 1, let state = counters.first?.state,
            !isOfOneCounter(state)
        {
            return Unavailable(what: "versions", state).map { [$0] } ?? []
        }
        return counters.compactMap {
            Unavailable(what: "versions[].value", subject: $0.key, $0.state)
        }
    }

    /// A key that is no integer, or lives on another node, is one counter's matter.
    private func isOfOneCounter(_ state: SourceState) -> Bool {
        if case .notTold = state { true } else { false }
    }

    private var ofEvents: [Unavailable] {
        let events = Unavailable(what: "events", eventsState)
        // Without events, and where they are no stream, nothing is asked by XINFO.
        let gaps =
            streamInfoState.why == nil
            ? nil
            : Source.streamInfo.path.flatMap {
                Unavailable(what: $0, streamInfoState)
            }
        return [events, gaps].compactMap(\.self)
    }

    /// Keys that SCAN names and that this user may not ask about.
    private var hiddenKeys: [Unavailable] {
        guard let survey, survey.refused > 0 else { return [] }
        return [
            Unavailable(
                what: "resources[].ttl",
                why: "\(survey.refused) keys are kept from this user (NOPERM for the key).")
        ]
    }

    mutating func noteState(of status: EventStatus) {
        let moment = status.readUntil ?? (status.problem == nil ? status.coveredFrom : nil)
        if let moment {
            eventsState.succeed(at: moment)
            if status.gapsProblem == nil { streamInfoState.succeed(at: moment) }
        }
        if let problem = status.problem { eventsState.fail(problem) }
        if let problem = status.gapsProblem { streamInfoState.fail(problem) }
    }

    /// From when on the newest events are missing; nil: they come in, or there are none to come.
    var eventsEnd: Timestamp? {
        switch status.problem?.kind {
        case .lost, .refused: status.readUntil
        case .pending, .notTold, nil: nil
        }
    }

    /// How much of a window is known: the stream may not reach back so far, nor up to its end.
    func coveredSeconds(_ seconds: Int, endingAt end: Timestamp) -> Double? {
        guard let from = status.coveredFrom else { return nil }
        let begin = max(from, end.adding(seconds: -Double(seconds)))
        return max(0, min(end, eventsEnd ?? end).seconds(since: begin))
    }
}
