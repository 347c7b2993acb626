/// The panels, in the order in which Tab visits them.
package enum PanelID: String, Sendable, Hashable, CaseIterable {
    case hitRate, ttl, versions, topKeys, activity, memory

    package var title: String {
        switch self {
        case .hitRate: "Hit rate"
        case .ttl: "TTL left"
        case .versions: "Versions"
        case .topKeys: "Most missed keys"
        case .activity: "Activity"
        case .memory: "Memory"
        }
    }
}
