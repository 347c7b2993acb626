struct ShopResponse: Sendable {
    let cache: CacheStatus
    let body: Result<[UInt8], OriginError>
}
