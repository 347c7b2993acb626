extension History {
    /// An alert of a fallen hit rate is dated to what made it: there it is noted, so that both say the same of it.
    /// What is blamed for a moment only, until a FLUSH is known, is not.
    mutating func noteDrops(at now: Timestamp) {
        for alert in alertBoard.settled(.hitRateDropped, at: now) {
            guard let since = alert.since else { continue }
            for (index, record) in book.records.enumerated()
            where record.at == since && record.resources?.joined(separator: ", ") == alert.subject {
                guard var aftermath = record.aftermath, aftermath.alertedAt == nil else { continue }
                aftermath.alertedAt = now
                book.setAftermath(aftermath, at: index)
            }
            for (index, item) in happened.items.enumerated()
            where item.entry.at == since && item.slots != nil {
                guard var aftermath = item.aftermath, aftermath.alertedAt == nil else { continue }
                aftermath.alertedAt = now
                happened.setAftermath(aftermath, at: index)
            }
        }
    }
}
