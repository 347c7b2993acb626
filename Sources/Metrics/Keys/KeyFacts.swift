/// The newest answers for a bounded number of keys.
struct KeyFacts: Sendable {
    static let limit = 128
    /// Older answers say nothing any more.
    private static let seconds = 30.0

    private var facts: [[UInt8]: KeyFact] = [:]

    mutating func observe(_ new: [KeyFact]) {
        for fact in new.suffix(Self.limit) { facts[fact.key] = fact }
        guard facts.count > Self.limit else { return }
        let oldest = facts.values.sorted { $0.at < $1.at }.prefix(facts.count - Self.limit)
        for fact in oldest { facts[fact.key] = nil }
    }

    /// nil: it was not looked at lately.
    func fact(of key: [UInt8], at now: Timestamp) -> KeyFact? {
        facts[key].flatMap { now.seconds(since: $0.at) < Self.seconds ? $0 : nil }
    }
}
