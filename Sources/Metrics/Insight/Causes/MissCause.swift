/// Why a look-up was a miss. docs/contracts.md, 9, defines each; docs/insight.md says how it is decided.
package enum MissCause: Int, Sendable, Hashable, CaseIterable {
    /// The lineage was not seen before.
    case cold
    /// The copy's TTL by policy had run out.
    case expired
    /// Purged, by key, pattern or counter, while the copy would still have lived.
    case invalidated
    /// Gone before its TTL without any of these: evicted, deleted without announcement.
    case early
    /// What was read does not decide it; or the miss was never filled.
    case unknown
}
