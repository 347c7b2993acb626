package import Metrics

/// What a policy makes of the keys that were looked at.
package struct PolicyCheckReport: Sendable {
    package struct Row: Sendable {
        package let resource: Metrics.Resource
        /// `shop:*:product`; nil where the pattern can't be read.
        package let identity: String?
        /// Any text may follow the identity, not only a separator: `product` takes `production:x`.
        package let endsInsideSegment: Bool
        package var keys = 0
        /// Keys that the first-segment rule gave to it.
        package var before = 0
        package var examples: [[UInt8]] = []
    }

    package let keyPrefix: String
    package var resources: [Row]
    package var looked = 0
    /// Counters, the event stream, and cachetop's own keys.
    package var own = 0
    package var unclassified = 0
    /// Unclassified keys by their first two segments.
    package var groups: [[UInt8]: Int] = [:]
    /// nil: INFO does not say.
    package var databaseKeys: UInt64?
    /// None of the keys that were looked at belongs to a resource, but a later one does.
    package var isMatchedBeyond = false
    /// SCAN came to its end.
    package var isWhole = false
    package var isOneNodeOfCluster = false

    init(grammar: KeyGrammar) {
        keyPrefix = grammar.policy.keyPrefix
        resources = grammar.policy.resources.indices.map { index in
            let identity = grammar.identity(ofResource: index)
            return Row(
                resource: grammar.policy.resources[index], identity: identity?.text,
                endsInsideSegment: identity?.endsInsideSegment ?? false)
        }
    }

    /// There are keys, and the policy knows none of them.
    package var matchesNothing: Bool {
        looked > own && !isMatchedBeyond && resources.allSatisfy { $0.keys == 0 }
    }

    /// Most keys first, at most `count` groups; and how many unclassified keys are in none of them.
    package func largestGroups(_ count: Int) -> (groups: [(name: [UInt8], keys: Int)], rest: Int) {
        let sorted = groups.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }.prefix(count)
        let told = sorted.reduce(0) { $0 + $1.value }
        return (sorted.map { ($0.key, $0.value) }, unclassified - told)
    }
}
