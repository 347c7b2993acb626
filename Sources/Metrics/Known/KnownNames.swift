/// The names that a scope could be about, most used first: those in the keys of the last sweeps, in the
/// look-ups that are counted key by key, and in the invalidations that are remembered.
///
/// Made when an operator asks, of what is held anyway: an event costs nothing more. At most 4,096 names of
/// 256 bytes; for as long as a question is open.
package struct KnownNames: Sendable, Hashable {
    package static let limit = 4096

    package struct Name: Sendable, Hashable {
        package var bytes: [UInt8]
        /// Hits and misses that are counted of its keys, a lower bound; nil: none are.
        package var lookups: UInt64?
        /// In the last whole sweep; nil: it is not in the sweep's sample.
        package var keys: UInt64?
        /// The newest invalidation that named it.
        package var invalidatedAt: Timestamp?

        package init(_ bytes: [UInt8]) { self.bytes = bytes }

        package var text: String { KeyText.text(bytes) }
    }

    package enum Verdict: Sendable, Hashable {
        case seen, unseen
        /// Not all keys were looked at so far, or they can't be.
        case unknown
    }

    package private(set) var names: [Name] = []
    /// How many there are in the keys, about; nil: not looked at yet.
    package private(set) var count: UInt64?
    /// When the last whole sweep ended; nil: none has.
    package let sweptAt: Timestamp?
    private var others: Set<[UInt8]> = []
    private var filters: [SweptNames] = []

    package var isWhole: Bool { filters.allSatisfy(\.isWhole) }

    init(_ sources: NameSources) {
        sweptAt = sources.sweptAt
        var known: [[UInt8]: Name] = [:]
        for (bytes, lookups) in sources.lookups {
            known[bytes, default: Name(bytes)].lookups = lookups
        }
        for (bytes, at) in sources.invalidations {
            known[bytes, default: Name(bytes)].invalidatedAt = at
        }
        others = Set(known.keys)
        for swept in sources.swept {
            for name in swept.names {
                let keys = known[name.bytes]?.keys ?? 0
                known[name.bytes, default: Name(name.bytes)].keys = keys + UInt64(name.keys)
            }
        }
        for name in sources.sweptBeside.flatMap(\.names) where known[name.bytes] == nil {
            known[name.bytes] = Name(name.bytes)
        }
        filters = sources.swept + sources.sweptBeside + sources.sweeping
        // A product and its stock have the same names.
        count = sources.sweptAt.map { _ in
            (sources.swept + sources.sweptBeside).map(\.count).max() ?? 0
        }
        names = known.values.filter { $0.bytes.count <= SweptNames.longest }
            .sorted(by: Self.precedes).prefix(Self.limit).map(\.self)
    }

    private static func precedes(_ a: Name, _ b: Name) -> Bool {
        if a.lookups ?? 0 != b.lookups ?? 0 { return a.lookups ?? 0 > b.lookups ?? 0 }
        if a.keys ?? 0 != b.keys ?? 0 { return a.keys ?? 0 > b.keys ?? 0 }
        // So that 2 comes before 10.
        if a.bytes.count != b.bytes.count { return a.bytes.count < b.bytes.count }
        return a.bytes.lexicographicallyPrecedes(b.bytes)
    }

    /// Whether keys, look-ups or invalidations have named it.
    package func verdict(on name: [UInt8]) -> Verdict {
        if others.contains(name) || filters.contains(where: { $0.contains(name) }) { return .seen }
        return sweptAt == nil ? .unknown : .unseen
    }

    package subscript(name: [UInt8]) -> Name? { names.first { $0.bytes == name } }

    /// Those that fit a text, best first.
    package func fitting(_ text: [UInt8], limit: Int) -> [Name] {
        FuzzyOrder(text).best(limit, of: names, name: \.bytes)
    }
}
