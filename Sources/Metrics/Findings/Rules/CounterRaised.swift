extension FindingRule {
    /// A counter was raised by someone who does not say so: all copies of its resources were dead at once.
    package static let counterRaised = FindingRule("counterRaised") { snapshot in
        snapshot.recent(.invalidation).compactMap { entry in
            guard let counter = entry.counter, entry.by == nil, entry.via == .observed,
                let to = entry.to
            else { return nil }
            let version = snapshot.versions.first { $0.key == counter }
            let resources = version.map { snapshot.resources(of: $0) } ?? []
            let names = resources.map(\.name).joined(separator: ", ")
            let drop = entry.notableDrop
            return Finding(
                drop == nil ? .info : .warning, resource: resources.first?.name, subject: counter,
                impact: drop, confidence: .certain,
                evidence: .known(
                    [
                        "at": .moment(entry.at), "from": entry.from.map { .text($0) },
                        "to": .text(to),
                    ].merging(snapshot.rateEvidence(of: entry)) { $1 }),
                endedAt: snapshot.end(of: entry),
                message:
                    "\(counter) went from \(entry.from ?? Format.absent) to \(to) at \(entry.timeOfDay), and "
                    + "no event says who raised it"
                    + (names.isEmpty ? "." : ": every copy of \(names) was dead at once.")
                    + (drop.map { " The hit rate fell by \(Format.points($0).dropFirst()) points." }
                        ?? ""),
                advice:
                    "If it was a deployment, let it write 'cachetop mark' and warm what it invalidates; if not, "
                    + "look for who sets \(counter).")
        }
    }
}
