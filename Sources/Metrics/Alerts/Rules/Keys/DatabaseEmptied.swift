extension AlertRule {
    /// The database lost all of its keys, or most of them, at once: by FLUSHALL or FLUSHDB, or by a restart.
    ///
    /// It holds for two minutes at least, and until the hit rate has come back, for ten minutes at most.
    package static let databaseEmptied = AlertRule(
        "databaseEmptied", "the database was emptied, by FLUSHALL, FLUSHDB or a restart",
        reads: [.stats], needsSeconds: 10,
        numbers: [AlertNumber("least", .seconds, 120, in: 1...600)],
        hold: AlertHold(beginsAfter: 0, endsAfter: 30)
    ) { facts in
        guard let least = facts.number("least") else { return [] }
        let losses = facts.snapshot.timeline.filter { entry in
            // A monitor knows of one between two of its runs.
            let age = facts.now.seconds(since: entry.until ?? entry.at)
            guard entry.emptied, age <= longestSeconds else { return false }
            return age < least || entry.recoveredAt == nil
        }
        // Of several the newest counts.
        guard let loss = losses.last else { return [] }
        let subject = loss.kind == .restart ? "restart" : loss.subject
        return [
            Alert(
                rule: "databaseEmptied", severity: .critical, subject: subject,
                value: loss.lostKeys.map { Double($0) }, since: loss.at,
                message: words(of: loss, times: losses.count))
        ]
    }

    private static var longestSeconds: Double { 600 }

    private static func words(of loss: TimelineEntry, times: Int) -> String {
        let time = loss.at.timeOfDay() + " UTC"
        let again =
            times > 1
            ? " It was the \(times == 2 ? "second" : "\(times)th") time in ten minutes." : ""
        if loss.kind == .restart {
            return "Redis was restarted at \(time) and came back with "
                + "\(Format.grouped(loss.count(loss.to))) of \(Format.keys(loss.count(loss.from))).\(again) "
                + "Warm the cache. Look for why Redis ended (its log, the machine's memory); to keep keys, set "
                + "appendonly or save."
        }
        return "\(loss.emptiedWords)\(again) \(TimelineEntry.emptiedAdvice)"
    }
}

extension TimelineEntry {
    /// Of a FLUSH what its alert and its finding say.
    var emptiedWords: String {
        let gone = keys.map { "\(Format.keys($0)) went" } ?? "all keys went"
        let how = subject.map { " by \($0)" } ?? ""
        return "The database was emptied\(how) at \(timeOfDay): \(gone)."
    }

    static let emptiedAdvice =
        "Warm the cache. Find out who sent it (the shop's deployments; ACL LIST says who may), and forbid it to "
        + "the API's user: ACL SETUSER NAME -flushall -flushdb."

    /// A smaller loss is no empty cache.
    private static let leastKeys: UInt64 = 50

    fileprivate var emptied: Bool {
        switch kind {
        case .flush: true
        // Half of them at least: what was written since the last save is lost in every restart.
        case .restart: lostKeys.map { $0 >= max(Self.leastKeys, count(from) / 2) } ?? false
        default: false
        }
    }

    fileprivate var lostKeys: UInt64? {
        guard kind == .restart else { return keys }
        guard let before = from.flatMap({ UInt64($0) }), let after = to.flatMap({ UInt64($0) }),
            before > after
        else { return nil }
        return before - after
    }

    fileprivate func count(_ text: String?) -> UInt64 { text.flatMap { UInt64($0) } ?? 0 }
}
