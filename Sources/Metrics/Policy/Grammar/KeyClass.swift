/// What a key is, decided by its bytes alone.
package enum KeyClass: Sendable, Hashable {
    /// Index into `CachePolicy.resources`.
    case resource(Int)
    /// A version counter.
    case counter
    /// The event stream or a key of cachetop's own.
    case own
    case unclassified
}
