extension InvalidationRecord {
    /// Of more keys the first are asked for.
    private static let mostAsked = 24

    /// The keys that its UNLINKs name, as text; of a long list the first.
    package var askedKeys: [String] {
        Array(
            (steps ?? []).lazy.filter { $0.kind == .unlink }.flatMap(\.keys).prefix(Self.mostAsked))
    }
}

extension History {
    /// What was lately found of the keys that a record names; nil where one of them was not asked for.
    func keysNow(of record: InvalidationRecord, at now: Timestamp) -> InvalidationRecord.KeysNow? {
        let keys = record.askedKeys
        guard !keys.isEmpty else { return nil }
        var found = InvalidationRecord.KeysNow(at: now, of: 0, there: 0)
        for key in keys {
            guard let fact = keyFacts.fact(of: Array(key.utf8), at: now), let life = fact.life,
                fact.at > record.lastReportAt
            else { return nil }
            found.at = min(found.at, fact.at)
            found.of += 1
            if life != .gone { found.there += 1 }
        }
        return found
    }
}
