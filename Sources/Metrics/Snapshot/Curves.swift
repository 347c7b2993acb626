extension Snapshot {
    /// The numbers of the time before, as curves. A value belongs to the step at the same place, and is null
    /// where nothing was measured.
    package struct Curves: Sendable, Hashable, Codable {
        /// Of each step, oldest first; the last one ends at `takenAt`.
        package var resolutionSeconds: [Int]
        /// By the names in docs/contracts.md, 5.
        package var series: [String: [Double?]]

        package init(resolutionSeconds: [Int], series: [String: [Double?]]) {
            self.resolutionSeconds = resolutionSeconds
            self.series = series
        }

        package static let longestSeconds = StreamHour.seconds
    }
}

extension Measure {
    /// The name in a file.
    package var name: String {
        switch self {
        case .hitRate(let resource): Self.name("hitRate", resource)
        case .missesPerSecond(let resource): Self.name("missesPerSecond", resource)
        case .lookupsPerSecond(let resource): Self.name("lookupsPerSecond", resource)
        case .usedBytes: "memory.usedBytes"
        case .maxBytes: "memory.maxBytes"
        case .keys(let resource): "keys.\(resource)"
        case .bytes(let resource): "bytes.\(resource)"
        case .unclassifiedBytes: "unclassified.bytes"
        case .opsPerSecond: "server.opsPerSecond"
        }
    }

    private static func name(_ figure: String, _ resource: String?) -> String {
        resource.map { "\(figure).\($0)" } ?? figure
    }

    /// What a file has of a shop with these resources.
    static func recorded(resources: [String]) -> [Measure] {
        let of = [String?.none] + resources
        return of.map { .hitRate(resource: $0) } + of.map { .lookupsPerSecond(resource: $0) }
            + resources.map { .keys(resource: $0) } + resources.map { .bytes(resource: $0) }
            + [.usedBytes, .maxBytes, .unclassifiedBytes, .opsPerSecond]
    }
}
