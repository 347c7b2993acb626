/// Makes records of the invalidations that the event stream announces, for the timeline.
///
/// Events that were published together (one entry) are one record, and those that a tally had no room
/// for are one with their number.
struct ObservedRecords {
    let grammar: KeyGrammar

    private var policy: CachePolicy { grammar.policy }

    /// Oldest first.
    func records(of tally: EventTally) -> [InvalidationRecord] {
        var records: [InvalidationRecord] = []
        var rest = tally.invalidations[...]
        while let first = rest.first {
            let entry = rest.prefix { $0.at == first.at && $0.source == first.source }
            rest = rest.dropFirst(entry.count)
            records.append(record(of: entry, first))
        }
        return records + (omitted(of: tally).map { [$0] } ?? [])
    }

    private func record(
        of entry: ArraySlice<ObservedInvalidation>, _ first: ObservedInvalidation
    ) -> InvalidationRecord {
        let names = Set(entry.flatMap(affected).map(\.name))
        return InvalidationRecord(
            observed: entry, at: first.at, by: first.source,
            resources: policy.resources.filter { names.contains($0.name) })
    }

    private func omitted(of tally: EventTally) -> InvalidationRecord? {
        guard tally.invalidationsOmitted > 0, let at = tally.newest else { return nil }
        let sources = Set(tally.invalidations.map(\.source))
        let source = sources.count == 1 ? sources.first ?? nil : nil
        return InvalidationRecord(omitted: tally.invalidationsOmitted, at: at, by: source)
    }

    private func affected(by event: ObservedInvalidation) -> [Resource] {
        if event.outcome == .bump { return policy.resources(ofCounterKey: event.key) }
        let key = event.outcome == .purgeGlob ? Glob.literalHead(event.key) : event.key
        guard case .resource(let index) = grammar.classify(key) else { return [] }
        return [policy.resources[index]]
    }
}

extension CachePolicy {
    /// The resources whose keys carry the value of the counter with this key.
    func resources(ofCounterKey key: [UInt8]) -> [Resource] {
        resources.filter { $0.counter.map { Array(self.key(ofCounter: $0).utf8) } == key }
    }
}
