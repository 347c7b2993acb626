import AsyncHTTPClient
import Console
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// What came back from the shop.
struct ShopAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders

    /// nil: the answer does not say, or something that is none of the shop's words.
    var cache: CacheStatus? {
        headers.first(name: "x-cache").flatMap { CacheStatus(rawValue: $0) }
    }
}
