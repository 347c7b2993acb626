enum OriginError: Error, Sendable, Hashable {
    /// Nothing there by that id or slug; not cached.
    case notFound
    /// The load took longer than its deadline.
    case deadline
    case failed(String)
}
