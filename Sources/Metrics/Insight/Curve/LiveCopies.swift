/// How many copies each resource would have at each TTL: what is left of the simulated ones.
struct LiveCopies: Sendable {
    private static let every: Int64 = 10_000

    private(set) var copies: [SIMD8<Double>]
    /// In caches of other sizes.
    private(set) var sized: [SIMD8<Double>]
    private var countedAt = Int64.min

    init(resources: Int) {
        copies = Array(repeating: SIMD8(), count: resources)
        sized = copies
    }

    func isDue(at moment: Int64) -> Bool {
        countedAt == .min || moment < countedAt || moment &- countedAt >= Self.every
    }

    mutating func count(
        _ table: LineageTable, at tick: UInt32, _ moment: Int64, keeps: TTLSteps.Lanes,
        _ share: SizedShare
    ) {
        countedAt = moment
        for resource in copies.indices {
            copies[resource] = SIMD8()
            sized[resource] = SIMD8()
        }
        for position in table.lineages.indices {
            let lineage = table.lineages[position]
            let weight = table.weight(at: position)
            for lane in TTLSteps.factors.indices where lineage.simulated.ends[lane] > tick {
                copies[Int(lineage.resource)][lane] += weight
            }
            guard share.takes(lineage.hash), lineage.lastAt <= tick else { continue }
            for lane in TTLSteps.factors.indices
            where lineage.sized.ends[lane] > tick && tick - lineage.lastAt <= keeps[lane] {
                sized[Int(lineage.resource)][lane] += weight * share.weight
            }
        }
    }
}
