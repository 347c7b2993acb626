/// Where the truth is: what the cache is filled from.
protocol Origin: Sendable {
    /// The JSON body of the answer.
    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8]
}

/// The origin with what else the shop's server wants of it.
protocol ShopCatalogue: Origin {
    /// Asks for next to nothing: whether it answers at all.
    func check() async throws(OriginError)
    /// Adds to what shoppers have looked at lately, product id to views: what is trending.
    func add(views: [String: Int]) async throws(OriginError)
}

enum OriginError: Error, Sendable, Hashable {
    /// Nothing there by that id or slug; not cached.
    case notFound
    /// The load took longer than its deadline.
    case deadline
    case failed(String)
}
