/// The origin with what else the shop's server wants of it.
protocol ShopCatalogue: Origin {
    /// Asks for next to nothing: whether it answers at all.
    func check() async throws(OriginError)
    /// Adds to what shoppers have looked at lately, product id to views: what is trending.
    func add(views: [String: Int]) async throws(OriginError)
    /// What the listener has before it; nil: there is no outbox.
    func backlog() async -> ListenerBacklog?
}

extension ShopCatalogue {
    func backlog() async -> ListenerBacklog? { nil }
}
