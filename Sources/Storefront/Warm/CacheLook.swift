/// One look at an endpoint: what its answer said and how long it took.
struct CacheLook: Sendable, Hashable {
    var status = 200
    /// `X-Cache` as it came; nil: there was none.
    var cache: String?
    var cacheControl: String?
    var milliseconds: Double
}
