/// A copy in Redis, as PTTL shows it.
enum CopyState: Sendable, Hashable {
    case absent
    /// Written so recently that it can't be distinguished from one that was written again.
    case young
    /// Without expiry.
    case lasting
    /// In monotonic seconds.
    case expires(Double)
}
