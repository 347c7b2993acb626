/// A time in which Redis gives no answer, refuses the credentials, or serves no one though it is connected.
struct Outage: Sendable, Hashable {
    /// The last answer before it; where there was none, when it was first asked.
    var since: Timestamp
    /// The newest moment at which it lasted.
    var latest: Timestamp
    /// A sentence: why, and what to do.
    var why: String

    var seconds: Double { max(0, latest.seconds(since: since)) }
}

extension History {
    /// Redis does not answer, at least not with what was asked for.
    package var isUnanswered: Bool { outage != nil }

    /// There is no answer at this moment.
    mutating func noteOutage(why: String, at moment: Timestamp, after last: Timestamp?) {
        let since = outage?.since ?? last ?? moment
        let latest = max(outage?.latest ?? since, moment)
        outage = Outage(since: since, latest: latest, why: why)
    }

    /// Time goes by without an answer.
    /// - Returns: which alerts began with it.
    package mutating func noteSilence(at moment: Timestamp) -> [AlertChange] {
        guard let outage else { return [] }
        noteOutage(why: outage.why, at: moment, after: nil)
        let silent = Snapshot(
            takenAt: moment, endpoint: "", intervalSeconds: 0, source: status.source)
        let facts = AlertFacts(snapshot: silent, history: self)
        return note(facts.alerts(of: [.redisUnavailable]), at: moment)
    }
}

extension Sample {
    /// Why the server serves no one though it is connected, as a sentence; nil: it does.
    var stall: String? {
        if let info {
            guard info.count("loading") == 1 else { return nil }
            let left = info.count("loading_eta_seconds").map {
                " (about \(Format.span(Double($0))))"
            }
            return
                "Redis reads its data from disk\(left ?? "") and serves no one until that is done."
        }
        // What refuses INFO to everyone refuses all else, too: a script that runs for too long, or loading.
        guard let problem = problems[.memory], problem.kind == .lost else { return nil }
        return "Redis refuses all commands: \(problem.why)"
    }
}
