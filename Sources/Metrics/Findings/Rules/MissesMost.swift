extension FindingRule {
    /// Which resource misses most, and why.
    package static let missesMost = FindingRule("missesMost") { snapshot in
        let misses = snapshot.resources.map { $0.windows.misses(seconds: 300) ?? 0 }
        let all = snapshot.total.windows.misses(seconds: 300) ?? 0
        guard let most = misses.max(), most >= 50, all > 0, let place = misses.firstIndex(of: most)
        else { return [] }
        let resource = snapshot.resources[place]
        let share = Double(most) / Double(all)
        let causes = resource.missCauses
        let main = causes.flatMap { causes in
            MissCause.allCases.filter { $0 != .unknown }.max { causes[$0] < causes[$1] }
        }
        let part = causes.flatMap { causes in
            main.map { Double(causes[$0]) / Double(max(1, resource.misses)) }
        }
        let known = part.map { $0 - (causes?.error ?? 0) > 0.3 } ?? false
        let reason = known ? main : nil
        // Recently: of all misses that are counted it may have made few.
        let loss = reason == nil || reason == .early ? snapshot.recentUntoldLoss : nil
        return [
            Finding(
                .info, resource: resource.name,
                impact: snapshot.impact(
                    of: resource, share: 1 - (resource.windows.hitRate(seconds: 300) ?? 1)),
                confidence: reason == nil ? .possible : .certain,
                evidence: .known([
                    "misses": .count(most), "shareOfMisses": .number(share),
                    "hitRate": resource.windows.hitRate(seconds: 300).map { .number($0) },
                    "cause": reason.map { .text("\($0)") }, "causeShare": part.map { .number($0) },
                    "error": causes?.error.map { .number($0) },
                ]),
                message:
                    "\(resource.name) misses most: \(Format.percent(share)) of all misses of the last 5 minutes"
                    + (reason.flatMap { reason in
                        part.map { ", \(Format.percent($0)) of them \(words(reason, resource))." }
                    } ?? ".")
                    + (loss.map {
                        " No event says which copies the \($0.emptiedBy) of \($0.timeOfDay) took: their "
                            + "misses have no other known cause."
                    } ?? ""),
                advice: loss == nil
                    ? advice(reason, resource)
                    : "It comes back as the copies are filled again; warm the cache to have it sooner."
            )
        ]
    }

    private static func words(_ cause: MissCause, _ resource: ResourceReport) -> String {
        let ttl = Format.span(Double(resource.policy.ttlSeconds))
        return switch cause {
        case .cold: "of keys that were never asked for before"
        case .expired: "because the copy's \(ttl) had run out"
        case .invalidated: "because the copy was invalidated"
        case .early: "because the copy was gone before its \(ttl)"
        case .unknown: "of an unknown cause"
        }
    }

    private static func advice(_ cause: MissCause?, _ resource: ResourceReport) -> String {
        switch cause {
        case .cold: "Warm what is asked for most, or cache what its keys have in common."
        case .expired:
            "Look at what a longer time to live would bring: Enter on \(resource.name) in panel 3, then i."
        case .invalidated: "Look at the timeline for who invalidates it, and how widely."
        case .early: "Look for evictions, and for what deletes keys without announcing it."
        case .unknown, nil: "Watch for a few minutes: causes need the fills before the misses."
        }
    }
}
