/// The keys of several resources with one counter, by generation, as far as they are still there.
struct SweptGenerations {
    private static let shown = 8

    private let survey: KeyspaceSurvey
    private let now: Timestamp
    /// Of all resources together.
    private(set) var all: [Int64: KeyspaceSurvey.Generation] = [:]
    private(set) var unversioned = 0

    init(_ survey: KeyspaceSurvey, of resources: [Int], at now: Timestamp) {
        self.survey = survey
        self.now = now
        for index in resources where survey.slots.indices.contains(index) {
            let slot = survey.slots[index]
            unversioned += slot.unversioned
            for (generation, entry) in slot.generations where entry.isThere(at: now) {
                all[generation, default: KeyspaceSurvey.Generation()].add(entry)
            }
        }
    }

    func keys(where isMeant: (Int64) -> Bool) -> GenerationReport.Keys {
        var sum = KeyspaceSurvey.Generation()
        for (generation, entry) in all where isMeant(generation) { sum.add(entry) }
        let row = row(0, sum)
        return .init(
            keys: row.keys, bytes: row.bytes, withoutExpiry: row.withoutExpiry,
            goneInSeconds: row.goneInSeconds)
    }

    var unversionedKeys: UInt64 { survey.extrapolated(unversioned) }

    /// Highest first.
    var found: [GenerationReport.Found] {
        all.sorted { $0.key > $1.key }.prefix(Self.shown).map { row($0.key, $0.value) }
    }

    private func row(
        _ generation: Int64, _ entry: KeyspaceSurvey.Generation
    ) -> GenerationReport.Found {
        let gone: Double? =
            entry.keys == 0
            ? 0
            : entry.neverGone || entry.isEndUnknown
                ? nil : entry.goneAt.map { max(0, $0.seconds(since: now)) }
        return .init(
            generation: generation, keys: survey.extrapolated(entry.keys),
            bytes: survey.extrapolated(bytes: entry.bytes, keys: entry.keys, of: entry.measured),
            withoutExpiry: survey.extrapolated(entry.withoutExpiry), goneInSeconds: gone)
    }
}

extension KeyspaceSurvey.Generation {
    /// Whether one of its keys still is, by the times to live that were asked.
    func isThere(at now: Timestamp) -> Bool {
        neverGone || isEndUnknown || goneAt.map { $0 > now } ?? false
    }

    mutating func add(_ other: Self) {
        keys += other.keys
        bytes = saturatingSum(bytes, other.bytes)
        measured += other.measured
        withoutExpiry += other.withoutExpiry
        neverGone = neverGone || other.neverGone
        isEndUnknown = isEndUnknown || other.isEndUnknown
        goneAt = [goneAt, other.goneAt].compactMap(\.self).max()
        foundAt = [foundAt, other.foundAt].compactMap(\.self).min()
    }
}
