extension FindingRule {
    /// The server counts other look-ups than the events tell of.
    package static let unexplainedLookups = FindingRule("unexplainedLookups") { snapshot in
        guard let sums = snapshot.reconciliation, let share = sums.share, abs(share) >= 0.05,
            let advice = advice(sums.reading)
        else { return [] }
        return [
            Finding(
                .info, confidence: .possible,
                evidence: .known([
                    "reading": .text(sums.reading.rawValue), "difference": .count(sums.difference),
                    "share": .number(share),
                    "streamLookups": .count(saturatingSum(sums.streamHits, sums.streamMisses)),
                    "serverLookups": .count(saturatingSum(sums.serverHits, sums.serverMisses)),
                    "ownLookups": .count(sums.ownLookups),
                    "otherReaders": sums.otherReaders.map { .count($0) },
                ]), message: sums.message, advice: advice)
        ]
    }

    /// nil: there is nothing to do.
    private static func advice(_ reading: Reconciliation.Reading) -> String? {
        switch reading {
        case .agrees, .counterReads, .sampled, .other: nil
        case .unpublishedLookups:
            "Check that every instance publishes its look-ups (events carry 'src'), and go by the events' "
                + "rates meanwhile."
        case .otherApplication:
            "Give the other application a database or a server of its own: it shares memory and evictions."
        case .answeredElsewhere:
            "Check that an instance does not publish twice, and whether the API reads from a replica."
        }
    }
}
