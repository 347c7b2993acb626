/// Bumps and purged patterns, which are not looked for in the table but asked for at a lineage's next miss:
/// so 200 patterns at once cost nothing for each lineage, and keys need not be kept.
///
/// Each has a number, its epoch. A copy remembers the epoch after which it was last known to be alive.
struct LossLog: Sendable {
    enum Verdict: Sendable, Hashable { case no, yes, unknown }

    /// Patterns that are remembered; the oldest make room, and are then not known any more.
    static let patternLimit = 1024
    private static let recentLimit = 256

    private struct Pattern: Sendable {
        var epoch: UInt32
        var at: Int64
        var glob: [UInt8]
        /// What all that match begin with.
        var head: [UInt8]
    }

    private struct Bump: Sendable {
        var epoch: UInt32 = 0
        var at: Int64 = 0
        /// A copy was hit a second after a bump: by itself a bump takes none of this resource's.
        var isSurvived = false
    }

    private(set) var epoch: UInt32 = 0
    private var settled: UInt32 = 0
    /// Those that are not yet settled: a hit that comes now may have happened before them.
    private var recent: [(epoch: UInt32, at: Int64)] = []
    private var bumps: [Bump]
    private var patterns: [Pattern] = []
    /// Patterns up to this epoch are not known any more.
    private var forgotten: UInt32 = 0
    private let longest: Int64

    init(_ terms: [LifeTerms]) {
        bumps = Array(repeating: Bump(), count: terms.count)
        longest = (terms.map(\.longest).max() ?? 0) &+ 2 * Insight.lateness
    }

    mutating func bump(_ resource: Int, at moment: Int64) {
        note(at: moment)
        bumps[resource].epoch = epoch
        bumps[resource].at = moment
    }

    /// - Parameter glob: of whole keys, prefix included.
    mutating func purge(_ glob: [UInt8], at moment: Int64) {
        note(at: moment)
        // Older than any copy by policy.
        patterns.removeAll { moment &- $0.at > longest }
        if patterns.count >= Self.patternLimit { forgotten = patterns.removeFirst().epoch }
        patterns.append(
            Pattern(epoch: epoch, at: moment, glob: glob, head: Glob.literalHead(glob)))
    }

    private mutating func note(at moment: Int64) {
        epoch &+= 1
        if recent.count >= Self.recentLimit { settled = recent.removeFirst().epoch }
        recent.append((epoch, moment))
    }

    /// The epoch of the newest loss that a hit at this moment was surely after.
    @inline(__always)
    mutating func settledEpoch(at moment: Int64) -> UInt32 {
        if !recent.isEmpty { settle(at: moment) }
        return settled
    }

    private mutating func settle(at moment: Int64) {
        let count = recent.prefix { moment &- $0.at > Insight.lateness }.count
        guard count > 0 else { return }
        settled = recent[count - 1].epoch
        recent.removeFirst(count)
    }

    /// A copy was hit.
    mutating func noteHit(of copy: Copy, resource: Int, at moment: Int64) {
        guard bumps[resource].epoch > copy.aliveEpoch, copy.state != .absent,
            copy.since < bumps[resource].at, moment > bumps[resource].at &+ 1000
        else { return }
        bumps[resource].isSurvived = true
    }

    func isBumped(_ resource: Int) -> Bool { !bumps[resource].isSurvived }

    /// Whether a copy of an event's key was lost to any of them after `alive`.
    func verdict(
        _ key: UnsafeBufferPointer<UInt8>, of resource: Int, alive: UInt32, _ grammar: KeyGrammar
    ) -> Verdict {
        guard epoch > alive else { return .no }
        if bumps[resource].epoch > alive, !bumps[resource].isSurvived { return .yes }
        if let last = patterns.last, last.epoch > alive {
            let whole = grammar.normalised(Array(key))
            for pattern in patterns.reversed() {
                guard pattern.epoch > alive else { break }
                if whole.starts(with: pattern.head), Glob.matches(pattern.glob, whole) {
                    return .yes
                }
            }
        }
        return forgotten > alive ? .unknown : .no
    }
}
