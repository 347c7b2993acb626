/// Where the truth is: what the cache is filled from.
protocol Origin: Sendable {
    /// The JSON body of the answer.
    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8]
}

enum OriginError: Error, Sendable, Hashable {
    /// Nothing there by that id or slug; not cached.
    case notFound
    /// The load took longer than its deadline.
    case deadline
    case failed(String)
}
