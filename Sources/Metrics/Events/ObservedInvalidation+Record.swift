extension InvalidationRecord {
    /// Events that were published together: one record.
    init(
        observed events: some Collection<ObservedInvalidation>, at moment: Timestamp,
        by source: [UInt8]?, resources: [Resource]
    ) {
        let steps = RecordedStep.steps(of: events)
        let edge = resources.map(\.edgeSeconds).max() ?? 0
        self.init(
            at: moment, scope: Self.words(of: steps), by: source.map(KeyText.text), via: .observed,
            outcome: .done, message: "seen in the event stream", resources: resources.map(\.name),
            edgeStaleUntil: edge > 0 ? moment.adding(seconds: Double(edge)) : nil)
        self.steps = steps
    }

    /// Invalidations of which nothing but their number was kept.
    init(omitted count: Int, at moment: Timestamp, by source: [UInt8]?) {
        self.init(
            at: moment, scope: "\(count) more", by: source.map(KeyText.text), via: .observed,
            outcome: .done, message: "seen in the event stream")
        steps = [.unlink(unnamed: UInt64(max(0, count)))]
    }

    private static func words(of steps: [RecordedStep]) -> String {
        let words = steps.flatMap(\.words)
        let more = words.count > 4 ? ", and \(words.count - 3) more" : ""
        return words.prefix(more.isEmpty ? 4 : 3).joined(separator: ", ") + more
    }
}

extension RecordedStep {
    /// In the order of the events; neighbouring purges are one step.
    fileprivate static func steps(of events: some Collection<ObservedInvalidation>)
        -> [RecordedStep]
    {
        var steps: [RecordedStep] = []
        var purged: [[UInt8]] = []
        func flush() {
            if !purged.isEmpty { steps.append(.unlink(purged)) }
            purged = []
        }
        for event in events {
            switch event.outcome {
            case .purge: purged.append(event.key)
            case .purgeGlob:
                flush()
                steps.append(.unlinkMatching(event.key))
            case .bump:
                flush()
                steps.append(.increment(KeyText.text(event.key)))
            case .hit, .miss, .fill: break
            }
        }
        flush()
        return steps
    }
}
