/// How many of a resource's copies nobody has read since they were written.
///
/// Of the copies that have lived half their time or more, or live longer than the policy allows: younger ones
/// may still be read.
package struct NeverRead: Sendable, Hashable, Codable {
    /// Of the copies that were compared.
    package var share: Double
    /// What those copies take; null where sizes are not known.
    @Nullable package var bytes: UInt64?
    /// Of the copies that were compared, those that nobody has even asked for: they were written unasked.
    package var unaskedShare: Double
    /// Copies that were compared.
    package var sampled: Int
    /// Half the width of the 95 % interval of the share; 0: all copies were compared.
    package var error: Double

    /// Which copies the shares are of: `120 copies that have lived half their TTL`.
    package var population: String {
        "\(Format.grouped(sampled)) \(sampled == 1 ? "copy" : "copies") that lived half their TTL or more"
    }

    /// - Parameters:
    ///   - observed: for how many seconds all look-ups were read.
    ///   - liveFrom: the counter's value: older generations are dead, and not read for that reason.
    /// - Returns: nil where copies may have been read before the reading began, or none is old enough.
    init?(
        _ sample: KeySample, _ census: ReadCensus, _ resource: Resource, observed: Double,
        liveFrom: Int64?, keys: Int, factor: Double
    ) {
        let ttl = LifeTerms(resource).longest
        guard ttl > 0, observed * 1000 >= Double(ttl) else { return nil }
        let bound = min(sample.bound, census.bound)
        let known = sample.members.filter { $0.hash <= bound }
        let compared = known.filter { member in
            guard let pttl = member.pttl, pttl == -1 || pttl <= ttl / 2 || pttl > ttl else {
                return false
            }
            guard let liveFrom, member.generation != LineageKey.noGeneration else { return true }
            return member.generation >= liveFrom
        }
        guard !compared.isEmpty else { return nil }
        let unread = compared.filter { !census.isRead($0.hash) }
        let count = Double(compared.count)
        sampled = compared.count
        share = Double(unread.count) / count
        unaskedShare = Double(unread.count { !census.isAsked($0.hash) }) / count
        let isWhole = known.count >= keys && factor <= 1
        error = isWhole ? 0 : 1.96 * (share * (1 - share) / count).squareRoot()
        let sizes = unread.compactMap(\.bytes)
        if sizes.count == unread.count {
            let sum = sizes.reduce(0.0) { $0 + Double($1) }
            let scale = max(1, Double(keys) / Double(max(1, known.count))) * factor
            bytes = UInt64(saturating: sum * scale)
        }
    }
}

extension History {
    func neverRead(_ index: Int) -> NeverRead? {
        guard let insight, let census = finding(ofResource: index)?.census,
            let survey = lifeSurvey, survey.slots.indices.contains(index)
        else { return nil }
        let slot = survey.slots[index]
        let resource = policy.resources[index]
        let counter = resource.counter.flatMap { name in
            counters.first { $0.key == policy.key(ofCounter: name) }
        }
        return NeverRead(
            slot.keySample, census, resource, observed: insight.observedSeconds,
            liveFrom: counter?.value, keys: slot.keys, factor: survey.factor)
    }
}
