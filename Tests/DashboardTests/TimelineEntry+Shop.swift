import Metrics

extension TimelineEntry {
    /// What happened at the shop, in seconds from noon on.
    static func atShop(
        _ second: Double, _ kind: Kind, _ change: (inout TimelineEntry) -> Void = { _ in }
    ) -> TimelineEntry {
        var entry = TimelineEntry(
            at: Shop.noon.adding(seconds: second), kind: kind, message: "It happened.")
        change(&entry)
        return entry
    }
}
