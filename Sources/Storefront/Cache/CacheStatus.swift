/// How an answer came about: `X-Cache`.
enum CacheStatus: String, Sendable, CaseIterable {
    case hit = "HIT"
    case miss = "MISS"
    /// Redis was not asked, or did not answer.
    case bypass = "BYPASS"
}
