import Foundation

/// The report as `--json` prints it: one object.
///
///     target, elapsedSeconds, flows (shoppers that came), shed (requests that were not sent),
///     longestDelayMilliseconds (of a request, from due to sent), warmUpRequests (not counted)
///     total          counts
///     resources[]    name (product, inventory, search, category, facets, trending, other), counts
///     phases[]       name, flows, counts: of the shoppers that came in it
///
/// Counts are: requests = hits + misses + bypasses + unmarked (answered without X-Cache) + failures;
/// notFound (404); otherStatuses {"429": 3} (neither 200 nor 404); failureKinds {"timed out": 1};
/// hitRate 0…1, p50Milliseconds, p95Milliseconds, p99Milliseconds (never too low, at most 3 % too
/// high; see `LoadCounts.latency`). null: nothing was asked or
/// answered. Every field is always there; a resource that was never asked for is not.
extension LoadReport {
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private var document: Document {
        Document(
            target: target, elapsedSeconds: Self.rounded(elapsed / .seconds(1)),
            flows: totals.flows, shed: totals.shed,
            longestDelayMilliseconds: Self.rounded(totals.longestDelay / .milliseconds(1)),
            warmUpRequests: warmUpRequests, total: Counts(totals.all),
            resources: LoadResource.allCases.compactMap { resource in
                totals.resources[resource].map { Counts($0, name: resource.rawValue) }
            },
            phases: phases.enumerated().map { index, phase in
                let seen = totals.phases[index]
                return Counts(seen.counts, name: phase.title(index), flows: seen.flows)
            })
    }

    private struct Document: Encodable {
        var target: String
        var elapsedSeconds: Double
        var flows, shed: Int
        var longestDelayMilliseconds: Double
        var warmUpRequests: Int
        var total: Counts
        var resources, phases: [Counts]
    }

    /// By hand, since a synthesized encoding leaves nil out.
    private struct Counts: Encodable {
        var counts: LoadCounts
        var name: String?
        var flows: Int?

        init(_ counts: LoadCounts, name: String? = nil, flows: Int? = nil) {
            self.counts = counts
            self.name = name
            self.flows = flows
        }

        private enum Key: String, CodingKey {
            case name, flows, requests, hits, misses, bypasses, unmarked, failures, notFound
            case otherStatuses, failureKinds, hitRate
            case p50Milliseconds, p95Milliseconds, p99Milliseconds
        }

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Key.self)
            try object.encodeIfPresent(name, forKey: .name)
            try object.encodeIfPresent(flows, forKey: .flows)
            try object.encode(counts.requests, forKey: .requests)
            try object.encode(counts.hits, forKey: .hits)
            try object.encode(counts.misses, forKey: .misses)
            try object.encode(counts.bypasses, forKey: .bypasses)
            try object.encode(counts.unmarked, forKey: .unmarked)
            try object.encode(counts.failed, forKey: .failures)
            try object.encode(counts.notFound, forKey: .notFound)
            try object.encode(
                named(counts.otherStatuses, { String($0) }), forKey: .otherStatuses)
            try object.encode(named(counts.failures, \.rawValue), forKey: .failureKinds)
            try object.encode(counts.hitRate.map { rounded($0) }, forKey: .hitRate)
            let percentiles: [(Key, Double)] = [
                (.p50Milliseconds, 0.5), (.p95Milliseconds, 0.95), (.p99Milliseconds, 0.99),
            ]
            for (key, share) in percentiles {
                try object.encode(counts.latency.milliseconds(percentile: share), forKey: key)
            }
        }

        private func named<Value>(
            _ counts: [Value: Int], _ name: (Value) -> String
        ) -> [String: Int] {
            Dictionary(counts.map { (name($0.key), $0.value) }, uniquingKeysWith: +)
        }

        private func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
