extension Snapshot.TopKey {
    /// What was counted in the last minutes; nil: it was not among the keys that were counted.
    package func window(_ seconds: Int) -> Window? { windows.first { $0.seconds == seconds } }
}

extension History {
    /// The most missed keys since the start and of each window: a list has those of the others, too.
    func topKeyReport(limit: Int, at now: Timestamp) -> [Snapshot.TopKey] {
        var seen: Set<[UInt8]> = []
        var keys: [[UInt8]] = []
        func take(_ more: [[UInt8]]) {
            for key in more where seen.insert(key).inserted { keys.append(key) }
        }
        take(topKeys.prefix(limit).map(\.key))
        for seconds in KeyWindows.lengths { take(keyWindows.top(limit, seconds: seconds)) }
        let all = Dictionary(
            topKeys.map { ($0.key, HitCounts(hits: $0.hits, misses: $0.certainMisses)) },
            uniquingKeysWith: { first, _ in first })
        return keys.map { report(of: $0, all: all[$0], at: now) }.sorted {
            $0.misses != $1.misses ? $0.misses > $1.misses : $0.key < $1.key
        }
    }

    func report(of key: [UInt8], all: HitCounts?, at now: Timestamp) -> Snapshot.TopKey {
        var name: String?
        if case .resource(let index) = grammar.classify(key) {
            name = policy.resources[index].name
        }
        let windows = keyWindows.windows(of: key, at: now, countedFrom: countedFrom)
        // What was counted in the last hour was counted since the start.
        let hits = windows.map(\.hits).max() ?? 0
        let misses = windows.map(\.misses).max() ?? 0
        var report = Snapshot.TopKey(
            key: KeyText.text(key), resource: name, hits: max(all?.hits ?? 0, hits),
            misses: max(all?.misses ?? 0, misses))
        report.windows = windows
        guard let fact = keyFacts.fact(of: key, at: now) else { return report }
        report.life = fact.life
        report.ttlSeconds = fact.ttlSeconds(at: now)
        report.bytes = fact.bytes
        // Its time is over: what it was says nothing of what is there now.
        if report.life == .expires, report.ttlSeconds == nil {
            (report.life, report.bytes) = (nil, nil)
        }
        // MEMORY USAGE follows PTTL: a key that goes between the two has no size now.
        if report.life == .gone { report.bytes = nil }
        return report
    }

    /// Since the start, most misses first.
    package func mostMissedKeys(_ count: Int) -> [[UInt8]] { topKeys.prefix(count).map(\.key) }

    package mutating func observe(_ facts: [KeyFact]) { keyFacts.observe(facts) }

    /// The bytes of a key that a list shows as text; nil: none has this text, or several have.
    package func keyBytes(of text: String) -> [UInt8]? {
        guard text.contains("\\x") else { return Array(text.utf8) }
        let known =
            topKeys.map(\.key) + KeyWindows.lengths.flatMap { keyWindows.top(50, seconds: $0) }
            + (lifeSurvey?.offendingKeys ?? [])
        let found = Set(known.filter { KeyText.text($0).utf8.elementsEqual(text.utf8) })
        return found.count == 1 ? found.first : nil
    }
}
