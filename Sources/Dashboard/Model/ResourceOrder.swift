/// How the table of resources is sorted.
package enum ResourceOrder: Sendable, Hashable {
    case policy
    /// The lowest hit rate of the last minute first.
    case lowestRate
    /// Those first that are furthest below the baseline.
    case delta

    /// Without a baseline there is nothing to compare with.
    func next(hasBaseline: Bool) -> ResourceOrder {
        switch self {
        case .policy: hasBaseline ? .delta : .lowestRate
        case .delta: .lowestRate
        case .lowestRate: .policy
        }
    }
}
