/// What happened to Redis about the time at which a counter went missing or back.
struct CounterLoss {
    /// Seconds by which the poll that sees it may come later.
    private static let tolerance = 5.0

    private let happened: [TimelineEntry]
    private let evicts: Bool

    init(_ history: History) {
        happened = history.happened.entries
        evicts =
            history.server.latest?[field: "maxmemory_policy"]?.hasPrefix("allkeys") ?? false
    }

    /// nil: nothing that is known.
    func ofLoss(at moment: Timestamp) -> Drift.Cause? {
        let near = Set(
            happened.filter { entry in
                entry.at <= moment.adding(seconds: Self.tolerance)
                    && (entry.until ?? (entry.kind == .evictions ? moment : entry.at)).adding(
                        seconds: Self.tolerance) >= moment
            }.map(\.kind))
        if near.contains(.flush) { return .flushed }
        if near.contains(.restart) { return .restarted }
        if near.contains(.failover) { return .failedOver }
        if near.contains(.evictions), evicts { return .evicted }
        return nil
    }
}
