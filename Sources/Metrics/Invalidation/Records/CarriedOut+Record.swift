extension CarriedOut {
    /// Writes what became of the plan into its record.
    package func conclude(_ record: inout InvalidationRecord, _ planned: PlannedInvalidation) {
        record.outcome = outcome
        record.message = message(planned)
        record.to = counters.first?.to
        record.from = counters.first?.from
        record.steps = record.steps.map { $0.map(dated) }
        guard planned.plan.unlinks else { return }
        if failure == nil || done > 0 {
            record.keysRemoved = removed
            record.keysAlreadyGone = alreadyGone
        }
        record.keysRewritten = verification.map { UInt64($0.rewritten) }
        record.keysVerified = verification.map { UInt64($0.of) }
        record.keysAppeared = verification.map { UInt64($0.appeared) }
        record.verifiedAt = verification?.afterSeconds.map { record.at.adding(seconds: $0) }
        record.stoppedEarly = isStopped
    }

    private var outcome: InvalidationRecord.Outcome {
        if let failure { return failure.isUnknown ? .unknown : .notDone }
        if isStopped { return .notDone }
        return fallenCounter == nil ? .done : .unknown
    }

    /// A counter that is lower than INCR said, or gone: the API takes old copies for current ones.
    var fallenCounter: RaisedCounter? {
        counters.first { counter in
            guard let now = counter.now else { return false }
            return now.map { $0 < counter.to } ?? true
        }
    }

    /// Of the keys that existed when the plan was made.
    var alreadyGone: UInt64 {
        let existing = UInt64(doneExisting)
        return existing - min(existing, removed)
    }

    private func dated(_ step: RecordedStep) -> RecordedStep {
        guard step.kind == .increment,
            let counter = counters.first(where: { KeyText.text($0.key) == step.counter })
        else { return step }
        var step = step
        (step.from, step.to) = (counter.from, counter.to)
        return step
    }
}
