enum OriginError: Error, Sendable, Hashable {
    /// Nothing there by that id or slug; see `AbsentCopy`.
    case notFound
    /// The load took longer than its deadline.
    case deadline
    /// Too many loads wait for the catalogue already: of this client, or of all.
    case busy
    case failed(String)
}
