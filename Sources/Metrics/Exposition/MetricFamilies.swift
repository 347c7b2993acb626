/// Collects metrics. A figure that is not known makes no sample, and a metric without one is left out.
struct MetricFamilies {
    typealias Labels = [String: String]

    private static let prefix = "cachetop_"
    private(set) var all: [MetricFamily] = []

    mutating func gauge<Value: MetricValue>(
        _ name: String, unit: String? = nil, _ help: String, _ value: Value?
    ) {
        gauge(name, unit: unit, help, [([:] as Labels, value)])
    }

    mutating func gauge<Value: MetricValue>(
        _ name: String, unit: String? = nil, _ help: String, _ values: [(Labels, Value?)]
    ) {
        add(name, .gauge, unit, help, values)
    }

    mutating func counter<Value: MetricValue>(
        _ name: String, unit: String? = nil, _ help: String, _ values: [(Labels, Value?)]
    ) {
        add(name, .counter, unit, help, values)
    }

    /// What is text and no number: labels that are not known are left out.
    mutating func info(_ name: String, _ help: String, _ labels: [(String, String?)]) {
        let known = labels.compactMap { name, value in
            value.map { MetricFamily.Label(name: name, value: $0) }
        }
        guard !known.isEmpty else { return }
        all.append(
            MetricFamily(
                name: Self.prefix + name, kind: .info, unit: nil, help: help,
                samples: [.init(labels: known, value: 1)]))
    }

    private mutating func add<Value: MetricValue>(
        _ name: String, _ kind: MetricFamily.Kind, _ unit: String?, _ help: String,
        _ values: [(Labels, Value?)]
    ) {
        let samples = values.compactMap { labels, value -> MetricFamily.Sample? in
            guard let number = value?.metricValue, number.isFinite else { return nil }
            return MetricFamily.Sample(
                labels: labels.sorted { $0.key < $1.key }.map {
                    .init(name: $0.key, value: $0.value)
                },
                value: number)
        }
        guard !samples.isEmpty else { return }
        let full = [Self.prefix + name, unit].compactMap(\.self).joined(separator: "_")
        all.append(
            MetricFamily(name: full, kind: kind, unit: unit, help: help, samples: samples))
    }
}
