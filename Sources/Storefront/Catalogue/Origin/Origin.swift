/// Where the truth is: what the cache is filled from.
protocol Origin: Sendable {
    /// The JSON body of the answer.
    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8]
}
