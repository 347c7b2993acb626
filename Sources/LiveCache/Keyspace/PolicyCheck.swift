import Invalidation
package import Metrics
package import RedisClient

/// Holds a policy against the keys of a live Redis: how many keys each resource has, how many it had under
/// the first-segment rule, and what is left over.
///
/// Reads key names by SCAN at the pace of a plan, and changes nothing.
package struct PolicyCheck: Sendable {
    package static let standardSample = 10_000
    static let examples = 3
    /// Kinds of leftover keys that are counted apart; the rest is one number.
    static let groupLimit = 1000

    private let grammar: KeyGrammar
    private let oldRule: FirstSegmentRule

    package init(grammar: KeyGrammar) {
        self.grammar = grammar
        oldRule = FirstSegmentRule(policy: grammar.policy)
    }

    /// - Parameter sample: looks at so many keys, or a few more; 0: at all.
    package func run(
        on endpoint: RedisEndpoint, sample: Int
    ) async throws -> PolicyCheckReport {
        try await RedisConnection.withConnection(to: endpoint) { connection in
            let info = InfoReply(try await connection.send(RedisCommand("INFO")).bytes ?? [])
            var report = PolicyCheckReport(grammar: grammar)
            report.databaseKeys = info.keys(inDatabase: endpoint.database)
            report.isOneNodeOfCluster = info.isCluster == true
            var seen = FoundKeys()
            var scan = KeyScan(glob: nil)
            var pacer = Pacer(.normal, work: "SCAN")
            report.isWhole = try await scan.run(connection, &pacer) { keys, _ in
                guard sample == 0 || report.looked < sample else {
                    // No key of the sample fits: look on, since the cache may be a small part of all.
                    report.isMatchedBeyond = keys.contains { isKnown($0) }
                    return !report.isMatchedBeyond
                }
                for key in keys where seen.insert(key) { note(key, in: &report) }
                return sample == 0 || report.looked < sample
                    || report.resources.allSatisfy { $0.keys == 0 }
            }
            return report
        }
    }

    private func isKnown(_ key: [UInt8]) -> Bool {
        if case .resource = grammar.classify(key) { true } else { false }
    }

    func note(_ key: [UInt8], in report: inout PolicyCheckReport) {
        report.looked += 1
        if let index = oldRule.resource(of: key) { report.resources[index].before += 1 }
        switch grammar.classify(key) {
        case .resource(let index):
            report.resources[index].keys += 1
            if report.resources[index].examples.count < Self.examples {
                report.resources[index].examples.append(key)
            }
        case .counter, .own: report.own += 1
        case .unclassified:
            report.unclassified += 1
            let group = Self.group(of: key, prefix: Array(grammar.policy.keyPrefix.utf8))
            if report.groups[group] != nil || report.groups.count < Self.groupLimit {
                report.groups[group, default: 0] += 1
            }
        }
    }

    /// `shop:cart:*` of `shop:cart:9`: the first two segments behind the common prefix, by whatever
    /// separators the key has.
    static func group(of key: [UInt8], prefix: [UInt8]) -> [UInt8] {
        let start = key.starts(with: prefix) ? prefix.count : 0
        var segments = 0
        for (index, byte) in key.enumerated().dropFirst(start + 1)
        where Separators.candidates.contains(byte) {
            segments += 1
            if segments == 2 { return Array(key[...index]) + [UInt8(ascii: "*")] }
        }
        return key
    }
}
