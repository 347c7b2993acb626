extension FindingRule {
    /// Someone emptied the database.
    package static let flushed = FindingRule("flushed") { snapshot in
        // Its alert holds while what follows from it does: the cause is read first there, too.
        let goesOn = snapshot.alertNow(.databaseEmptied) != nil
        return snapshot.recent(.flush).suffix(1).map { entry in
            Finding(
                .critical, subject: entry.subject, impact: entry.notableDrop,
                confidence: entry.subject == nil ? .likely : .certain,
                evidence: .known(
                    [
                        "at": .moment(entry.at), "keys": entry.keys.map { .count($0) },
                        "command": entry.subject.map { .text($0) },
                    ].merging(snapshot.rateEvidence(of: entry)) { $1 }),
                endedAt: goesOn ? nil : snapshot.end(of: entry),
                message: entry.emptiedWords, advice: TimelineEntry.emptiedAdvice)
        }
    }
}
