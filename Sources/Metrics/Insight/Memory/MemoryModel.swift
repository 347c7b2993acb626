/// The simulated sizes of all resources together: which of them stands for so many bytes, and what it would
/// have hit.
///
/// A *place* lies between two of the sizes: 0 is without eviction, 1 the next smaller one. Between them rates
/// are taken to be straight over the fourth root of bytes, since each more byte brings less.
struct MemoryModel: Sendable {
    struct Part: Sendable {
        var finding: SizedFinding
        /// Of one copy.
        var size: Double
    }

    private let parts: [Part]
    private let lookups: Double
    /// Bytes of all copies at each size, largest first.
    private let bytes: [Double]

    init(_ parts: [Part]) {
        self.parts = parts
        lookups = parts.reduce(0) { $0 + Double($1.finding.lookups) }
        let lanes = parts.map(\.finding.copies.count).min() ?? 0
        bytes = (0..<lanes).map { lane in
            parts.reduce(0) { $0 + $1.size * $1.finding.copies[lane] }
        }
    }

    /// Of all copies where none is evicted.
    var wholeBytes: Double { bytes.first ?? 0 }

    /// nil: smaller than what was simulated.
    func place(ofBytes wanted: Double) -> Double? {
        guard wanted < wholeBytes else { return 0 }
        for (lane, (large, small)) in zip(bytes, bytes.dropFirst()).enumerated()
        where wanted <= large && wanted > small {
            let (top, bottom) = (Self.root(large), Self.root(small))
            return Double(lane) + (top - Self.root(wanted)) / (top - bottom)
        }
        return nil
    }

    /// By how much the hit rate of one part differs from the measured one.
    func difference(of finding: SizedFinding, at place: Double) -> Double {
        between(finding.differences, place)
    }

    /// The same of all look-ups.
    func difference(at place: Double) -> Double {
        parts.reduce(0) { $0 + weight($1.finding) * difference(of: $1.finding, at: place) }
    }

    func error(at place: Double) -> Double {
        parts.reduce(0) {
            let error = weight($1.finding) * between($1.finding.errors, place)
            return $0 + error * error
        }.squareRoot()
    }

    var hitRate: Double { parts.reduce(0) { $0 + weight($1.finding) * $1.finding.hitRate } }

    private static func root(_ bytes: Double) -> Double {
        max(0, bytes).squareRoot().squareRoot()
    }

    private func weight(_ finding: SizedFinding) -> Double {
        lookups > 0 ? Double(finding.lookups) / lookups : 0
    }

    private func between(_ values: [Double], _ place: Double) -> Double {
        let lane = Int(max(0, place))
        guard values.indices.contains(lane) else { return 0 }
        guard values.indices.contains(lane + 1) else { return values[lane] }
        let share = place - Double(lane)
        return values[lane] * (1 - share) + values[lane + 1] * share
    }
}
