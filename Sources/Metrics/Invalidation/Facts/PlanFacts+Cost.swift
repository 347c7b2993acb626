// What a plan costs: keys and bytes, the generations that die, hits that will miss, life lost.

extension PlanFacts {
    var removes: PlanFact? {
        if plan.way == .api {
            return PlanFact("removes", [["what the API decides; it does not say"]])
        }
        guard plan.unlinks else { return nil }
        guard let keys = radius.keys else {
            return PlanFact("removes", [["not known how many of these keys there are"]], .warning)
        }
        var text = Format.keys(keys)
        if keys > 0 { text += ", " + (size(radius.bytes, radius.estimated) ?? "size not known") }
        if let missing = radius.missingKeys, missing > 0 {
            text +=
                missing == 1 ? "; one key named is not there" : "; \(missing) named are not there"
        }
        return PlanFact("removes", [[text]])
    }

    /// Not cached now, or a typing error: what is cached and reads nearly the same.
    var nothing: PlanFact? {
        guard planned.isEmpty else { return nil }
        var texts = [["Nothing is there to remove:", "Redis has no copy now."]]
        if let last = radius.suggestions?.last {
            let others = (radius.suggestions ?? []).dropLast().map { $0 + "," }
            texts.append(["Or did you mean"] + others + [last + "?"])
        }
        return PlanFact("nothing", texts, .warning)
    }

    var outdates: PlanFact? {
        let generations = radius.generations
        guard !generations.isEmpty else { return nil }
        let sweeps = Set(generations.map(\.sweptAt))
        let common = sweeps.count == 1 ? sweeps.first ?? nil : nil
        var texts = generations.map { generation in
            [words(generation) + (common == nil ? sweep(generation.sweptAt) : "")]
        }
        if let common { texts[texts.count - 1][0] += sweep(common) }
        return PlanFact("outdates", texts)
    }

    private func words(_ generation: BlastRadius.Generation) -> String {
        let name =
            generation.value.map { "\(generation.resource) v\($0)" }
            ?? "\(generation.resource), \(generation.counter) missing or not known"
        guard let keys = generation.keys else { return name + ": keys not known" }
        let mark = generation.estimated == true ? "~" : ""
        return "\(name): \(mark)\(Format.keys(keys))"
            + (keys == 0
                ? "" : ", " + (size(generation.bytes, generation.estimated) ?? "size not known"))
    }

    private func sweep(_ at: Timestamp?) -> String {
        at.map { ", as of the sweep \(ago($0))" } ?? ", not swept yet"
    }

    /// Copies that the operator may believe gone, and that are served on.
    var spares: PlanFact? {
        let spared = radius.generations.filter { ($0.notAffected ?? 0) > 0 }
        guard !spared.isEmpty else { return nil }
        let parts = spared.map { generation in
            let mark = generation.estimated == true ? "~" : ""
            return
                "\(mark)\(Format.grouped(generation.notAffected ?? 0)) live \(generation.resource) "
                + (generation.notAffected == 1 ? "key" : "keys")
        }
        return PlanFact(
            "spares",
            [[parts.joined(separator: ", ") + ",", "not affected: of no version, or a later one"]],
            .warning)
    }

    var misses: PlanFact {
        guard let rate = radius.hits.perSecond else {
            return PlanFact("misses", [["not known how many hits will miss"]], .warning)
        }
        let span = radius.hits.seconds == 60 ? "minute" : Format.span(radius.hits.seconds)
        let basis: String
        var mark = "~"
        switch radius.hits.basis {
        case .tallies:
            if radius.generations.contains(where: { ($0.notAffected ?? 0) > 0 }) {
                mark = "at most "
            }
            basis = "by the tallies of the last \(span)"
        case .stream: basis = "by the events of the last \(span)"
        case .streamCut: basis = "by the newest 50,000 events, the last \(span) only"
        case .unknown: basis = "on no basis"
        }
        if rate == 0 { return PlanFact("misses", [["0 hits/s will miss,", basis]]) }
        return PlanFact(
            "misses", [["\(mark)\(Format.rate(rate)) hits/s will miss,", basis]], .important)
    }

    var life: PlanFact? {
        guard plan.unlinks, radius.keys != 0 else { return nil }
        guard let life = radius.life else { return PlanFact("TTL left", [["not known"]]) }
        var parts: [String] = []
        let mark = radius.estimated == true ? "~" : ""
        if let p50 = life.p50Seconds, let longest = life.longestSeconds {
            parts += ["\(mark)p50 \(Format.span(p50)),", "longest \(mark)\(Format.span(longest))"]
        }
        if life.withoutExpiry > 0 {
            parts.append(
                parts.isEmpty
                    ? "none: they never expire"
                    : "; \(Format.grouped(life.withoutExpiry)) without expiry")
        }
        var text = parts.joined(separator: " ").replacing(" ;", with: ";")
        if radius.estimated == true {
            text += ", by a sample of \(Format.grouped(life.sampled))"
        }
        return PlanFact("TTL left", [[text]])
    }

    /// In a cluster the figures above are a part, and must not be read as the whole.
    var node: PlanFact? {
        guard radius.oneNodeOnly == true else { return nil }
        return PlanFact(
            "cluster",
            [["this node only: other nodes hold other keys"]],
            .warning)
    }

    private func size(_ bytes: UInt64?, _ estimated: Bool?) -> String? {
        bytes.map { (estimated == true ? "~" : "") + Format.bytes($0) }
    }
}
