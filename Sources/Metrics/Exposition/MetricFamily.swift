/// A metric and its samples, as OpenMetrics has them.
package struct MetricFamily: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case gauge, counter, info
    }

    package struct Sample: Sendable, Hashable {
        package var labels: [Label]
        package var value: Double
    }

    package struct Label: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// With the unit behind it where there is one, as in `cachetop_memory_used_bytes`.
    package var name: String
    package var kind: Kind
    package var unit: String?
    /// One line.
    package var help: String
    package var samples: [Sample]

    /// As a sample's line has it: a counter's ends in `_total`.
    package var sampleName: String {
        switch kind {
        case .gauge: name
        case .counter: name + "_total"
        case .info: name + "_info"
        }
    }
}
