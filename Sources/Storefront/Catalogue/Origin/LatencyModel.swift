import Foundation
import Metrics

/// How long the catalogue takes, as databases do: log-normal, a median and a long tail.
struct LatencyModel: Sendable {
    /// The middle of the distribution in milliseconds; `sigma` 0.5 puts p95 at 2.3 times of it.
    var medianMilliseconds: [ShopResource: Double]
    var sigma = 0.5
    var ceiling = Duration.milliseconds(1500)

    static let typical = LatencyModel(medianMilliseconds: [
        .product: 12, .inventory: 6, .search: 45, .category: 30, .facets: 60, .trending: 80,
    ])
    static let none = LatencyModel(medianMilliseconds: [:])

    func draw(_ resource: ShopResource, using generator: inout SplitMix64) -> Duration {
        guard let median = medianMilliseconds[resource] else { return .zero }
        let milliseconds = median * exp(sigma * generator.normal())
        return min(.microseconds(Int64(milliseconds * 1000)), ceiling)
    }
}
