extension History {
    /// Begins to look at a key; nil: ends it. What was known of another is forgotten.
    package mutating func inspect(_ key: [UInt8]?) {
        guard key != inspectedKey else { return }
        inspectedKey = key
        inspection = nil
    }

    /// An answer that comes after the operator has gone on is dropped.
    package mutating func observe(_ found: KeyInspection) {
        guard found.key == inspectedKey else { return }
        var found = found
        found.keepValue(of: inspection)
        inspection = found
        keyFacts.observe([found.fact])
    }

    /// nil: no key is looked at.
    package func inspectedReport(over snapshot: Snapshot) -> InspectedKey? {
        guard let key = inspectedKey else { return nil }
        let now = snapshot.takenAt
        var report = InspectedKey(key: KeyText.text(key))
        report.windows = keyWindows.windows(of: key, at: now, countedFrom: countedFrom)
        report.minutes = keyWindows.slices.minutes(of: key, count: 60, endingAt: now).map {
            $0?.misses
        }
        if case .resource(let index) = grammar.classify(key) {
            noteResource(index, key, &report, snapshot)
        }
        report.lastInvalidation = snapshot.invalidations.last { record in
            record.concerns(key, counter: counter(of: key))
        }.map { .init(at: $0.at, scope: $0.scope, by: $0.by, outcome: $0.outcome) }
        if let inspection { note(inspection, &report, at: now) }
        return report
    }

    private func noteResource(
        _ index: Int, _ key: [UInt8], _ report: inout InspectedKey, _ snapshot: Snapshot
    ) {
        report.resource = policy.resources[index].name
        guard let counter = counter(of: key) else { return }
        report.generation = grammar.generation(key, of: index)
        report.counter = snapshot.versions.first { $0.key == counter }?.value
        if let generation = report.generation, let value = report.counter {
            report.isDead = generation < value
        }
    }

    /// The key of the counter that decides whether this one is dead.
    private func counter(of key: [UInt8]) -> String? {
        guard case .resource(let index) = grammar.classify(key) else { return nil }
        return policy.resources[index].counter.map { policy.key(ofCounter: $0) }
    }

    private func note(
        _ found: KeyInspection, _ report: inout InspectedKey, at now: Timestamp
    ) {
        report.at = found.at
        report.life = found.fact.life ?? (found.isThere == false ? .gone : nil)
        report.ttlSeconds = found.fact.ttlSeconds(at: now)
        report.type = found.type == "none" ? nil : found.type
        report.bytes = found.bytes
        report.encoding = found.encoding
        report.idleSeconds = found.idleSeconds
        report.frequency = found.frequency
        report.length = found.length
        report.valueAt = found.valueAt
        switch found.value {
        case .text(let text, let isWhole):
            report.value = text
            report.valueIsWhole = isWhole
        case .withheld(let why): report.valueWithheld = why
        case nil: break
        }
        report.refused = KeyInspection.Question.allCases.compactMap { command in
            found.refused[command].map { .init(command: command, why: $0) }
        }
    }
}

extension InvalidationRecord {
    /// Whether it took this key, or raised the counter that makes it dead. Of a list that was cut only
    /// the names that are kept are known.
    func concerns(_ key: [UInt8], counter: String?) -> Bool {
        guard outcome != .dryRun, outcome != .refused else { return false }
        let text = KeyText.text(key)
        return (steps ?? []).contains { step in
            switch step.kind {
            case .unlink: step.keys.contains { $0.utf8.elementsEqual(text.utf8) }
            case .unlinkMatching:
                step.pattern.map { Glob.matches(Array($0.utf8), key) } ?? (counter == nil)
            case .increment, .set, .gone: counter != nil && step.counter == counter
            case .other: false
            }
        }
    }
}
