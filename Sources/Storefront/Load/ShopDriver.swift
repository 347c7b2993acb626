/// What the load is put on: the cache-aside in this process now, the shop's HTTP API later.
protocol ShopDriver: Sendable {
    func send(_ request: ShopRequest) async -> ShopReply
}

/// What a shopper notices of an answer.
struct ShopReply: Sendable {
    /// nil: the answer did not say.
    var cache: CacheStatus?
    /// Neither an answer nor "there is no such product".
    var failed: Bool
}

extension CacheAside: ShopDriver {
    func send(_ request: ShopRequest) async -> ShopReply {
        let response = await answer(request)
        switch response.body {
        case .success, .failure(.notFound): return ShopReply(cache: response.cache, failed: false)
        case .failure: return ShopReply(cache: response.cache, failed: true)
        }
    }
}
