/// The copy of what is not there: kept for a moment under the key of what was asked for, so that asking for
/// it again costs no load, and an insert or a purge takes it away like any other copy.
enum AbsentCopy {
    /// No body of the shop: those begin with a brace.
    static let bytes = Array("404 not found".utf8)
    private static let seconds = 10

    /// Only what has an id of its own: anything can be made up for a list.
    static func isKept(of request: ShopRequest) -> Bool {
        switch request {
        case .product, .inventory: true
        case .search, .category, .facets, .trending: false
        }
    }

    static func ttlSeconds(_ ttl: Int) -> Int { min(ttl, seconds) }
}
