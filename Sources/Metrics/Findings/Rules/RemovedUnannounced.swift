extension FindingRule {
    /// Keys went, and no event or record says who removed them.
    package static let removedUnannounced = FindingRule("removedUnannounced") { snapshot in
        snapshot.recent(.unannounced).map { entry in
            let parts = entry.parts.sorted { $0.keys > $1.keys }
            let whose =
                parts.isEmpty
                ? ""
                : " (\(parts.map { "\($0.resource) \(Format.grouped($0.keys))" }.joined(separator: ", ")))"
            return Finding(
                .warning, resource: entry.resource ?? parts.first?.resource,
                impact: entry.notableDrop,
                confidence: .likely,
                evidence: .known(
                    [
                        "at": .moment(entry.at), "keysAtLeast": entry.keys.map { .count($0) },
                        "until": entry.until.map { .moment($0) },
                    ].merging(snapshot.rateEvidence(of: entry)) { $1 }),
                endedAt: snapshot.end(of: entry),
                message:
                    "At least \(Format.keys(entry.keys ?? 0))\(whose) went at \(entry.timeOfDay), and "
                    + "nothing announces it: they neither expired nor were evicted.",
                advice:
                    "Look for a script with DEL or UNLINK, and let it use 'cachetop purge', which announces "
                    + "what it does.")
        }
    }
}
