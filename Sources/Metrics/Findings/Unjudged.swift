/// A part of the diagnosis for which nothing, or not enough, was read yet: an empty list of findings is no
/// all-clear for it.
package struct Unjudged: Sendable, Hashable {
    /// In the operator's words: `what a longer TTL would bring`.
    package var what: String
    package var why: String

    package init(_ what: String, _ why: String) {
        self.what = what
        self.why = why
    }
}

extension Snapshot {
    /// What could not be judged so far, and why. What a user may never ask is in it too.
    package var unjudged: [Unjudged] {
        let parts = ofEvents.map { [$0] } ?? ofLookups
        return parts + ofSweep + ofServer
    }

    private var ofEvents: Unjudged? {
        let what = "why look-ups miss, hot keys, stampedes"
        let source = state(of: .events)
        if !source.isFresh, let why = source.why { return Unjudged(what, why) }
        return events.received == 0 ? Unjudged(what, "No events were received so far.") : nil
    }

    private var ofLookups: [Unjudged] {
        let switchedOff = unavailable.first {
            $0.what == "resources[].missCauses" && $0.subject == nil
        }
        if let switchedOff { return [Unjudged("why look-ups miss", switchedOff.why)] }
        return reasons("resources[].missCauses", "why look-ups miss")
            + reasons("resources[].ttlCurve", "what another TTL would bring")
            + [longerTTLs, fills]
            .compactMap(\.self) + [reads].compactMap(\.self)
    }

    /// The same reason is said once, for all resources that have it.
    private func reasons(_ field: String, _ what: String) -> [Unjudged] {
        var found: [(why: String, names: [String])] = []
        for part in unavailable where part.what == field && part.subject != Past.subject {
            guard let name = part.subject else { continue }
            if let place = found.firstIndex(where: { $0.why == part.why }) {
                found[place].names.append(name)
            } else {
                found.append((part.why, [name]))
            }
        }
        return found.map { why, names in
            let of = names.count == resources.count ? "" : ": \(names.joined(separator: ", "))"
            return Unjudged(what + of, why)
        }
    }

    /// A TTL is simulated once twice its time was read.
    private var longerTTLs: Unjudged? {
        let waiting = resources.filter { resource in
            let next = resource.ttlCurve.first {
                $0.ttlSeconds.map { $0 > Double(resource.policy.ttlSeconds) } ?? false
            }
            return next.map { $0.hitRate == nil } ?? false
        }
        guard !waiting.isEmpty else { return nil }
        let names = waiting.map {
            "\($0.name) (\(Format.span(Double($0.policy.ttlSeconds) * 4)))"
        }.joined(separator: ", ")
        let soFar = events.observedSeconds.map { "; \(Format.span($0)) were so far" } ?? ""
        return Unjudged(
            "what twice the TTL would bring",
            "Look-ups have to be read for twice as long as that, \(names)\(soFar).")
    }

    private var fills: Unjudged? {
        guard stampedes.isEmpty, events.received > 0 else { return nil }
        return Unjudged("stampedes", "No 'fill' was published so far: they end a stampede.")
    }

    private var reads: Unjudged? {
        let waiting = resources.filter { $0.neverRead == nil && ($0.keys ?? 0) > 0 }
        guard !waiting.isEmpty else { return nil }
        let names = waiting.map(\.name).joined(separator: ", ")
        return Unjudged(
            "keys written and never read",
            "Look-ups of one TTL and a sweep after them are needed: \(names).")
    }

    private var ofSweep: [Unjudged] {
        let what = "times to live, expiry, generations"
        let refused = [Source.scan, .timeToLive].map { state(of: $0) }.first { !$0.isFresh }
        if let why = refused?.why, !why.isEmpty { return [Unjudged(what, why)] }
        guard !resources.contains(where: { $0.sweptAt != nil }) else { return [] }
        return [Unjudged(what, "The first sweep over the keys is not over.")]
    }

    private var ofServer: [Unjudged] {
        var told: Set<String> = []
        return [(Source.memory, "memory"), (.stats, "evictions and the server's own hit rate")]
            .compactMap { source, what in
                let state = state(of: source)
                guard !state.isFresh, let why = state.why, told.insert(why).inserted else {
                    return nil
                }
                return Unjudged(what, why)
            }
    }
}
