import Metrics

/// A cache whose misses have causes that are known, because it is simulated: it publishes what an API would.
///
/// What the API and the operators do is random: look-ups of lineages by a power law, purges by name and
/// pattern, bumps, and copies that vanish without a word.
struct TrueCache {
    private struct Copy {
        var filled: Double
        var isThere = true
        /// Invalidated at any time since its fill.
        var isInvalidated = false
        var generation: Int
    }

    var random: SplitMix64
    let lineages: Int
    private(set) var time = 0.0
    private var copies: [String: Copy] = [:]
    private var generation = 1
    private(set) var events: Trace = []
    /// By resource and cause.
    private(set) var causes: [String: [MissCause: Int]] = [:]

    init(seed: UInt64, lineages: Int) {
        random = SplitMix64(seed: seed)
        self.lineages = lineages
    }

    /// One thing happens; mostly a look-up. Steps are longer than events may be late.
    mutating func step(seconds: ClosedRange<Double> = 0.11...0.9) {
        time += (Double.random(in: seconds, using: &random) * 1000).rounded() / 1000
        switch Int.random(in: 0..<200, using: &random) {
        case 0: bump()
        case 1: purgeAll()
        case 2..<8: purge()
        case 8..<14: lose()
        default: lookUp()
        }
    }

    private mutating func lineage() -> String {
        let uniform = Double.random(in: 0..<1, using: &random)
        let rank = Int(Double(lineages) * uniform * uniform * uniform)
        return ["search:q", "product:", "inventory:"][rank % 3] + "\(rank)"
    }

    private func ttl(_ lineage: String) -> Double {
        lineage.hasPrefix("search") ? 30 : lineage.hasPrefix("product") ? 60 : 10
    }

    private func key(_ lineage: String) -> String {
        lineage.hasPrefix("search") ? "\(lineage):v\(generation)" : lineage
    }

    private mutating func lookUp() {
        let lineage = lineage()
        let key = key(lineage)
        let resource = String(lineage.prefix { $0 != ":" })
        if let copy = copies[lineage], copy.isThere,
            copy.generation == generation
                || !lineage.hasPrefix("search"), time < copy.filled + ttl(lineage)
        {
            events.append((time, "hit", key))
            return
        }
        events.append((time, "miss", key))
        // Every seventh does not exist.
        if lineage.hasSuffix("7") {
            causes[resource, default: [:]][.unknown, default: 0] += 1
            return
        }
        let cause: MissCause =
            copies[lineage].map { copy in
                time + 0.1 >= copy.filled + ttl(lineage)
                    ? .expired : copy.isInvalidated ? .invalidated : .early
            } ?? .cold
        causes[resource, default: [:]][cause, default: 0] += 1
        events.append((time + 0.005, "fill", key))
        copies[lineage] = Copy(filled: time + 0.005, generation: generation)
    }

    private mutating func purge() {
        let lineage = lineage()
        events.append((time, "purge", key(lineage)))
        guard copies[lineage]?.generation == generation || !lineage.hasPrefix("search") else {
            return
        }
        copies[lineage]?.isThere = false
        copies[lineage]?.isInvalidated = true
    }

    private mutating func purgeAll() {
        events.append((time, "purge-glob", "product:*"))
        for lineage in copies.keys where lineage.hasPrefix("product") {
            copies[lineage]?.isThere = false
            copies[lineage]?.isInvalidated = true
        }
    }

    private mutating func bump() {
        generation += 1
        events.append((time, "bump", "version:search"))
        for lineage in copies.keys where lineage.hasPrefix("search") {
            copies[lineage]?.isInvalidated = true
        }
    }

    private mutating func lose() { copies[lineage()]?.isThere = false }
}
