import Foundation
import Metrics
import RedisClient

/// The sorted set of a category's pages (`KeyBuilder.listIndex`).
enum ListIndex {
    /// Seconds for the clocks of instances to differ.
    private static let margin = 120
    /// Seconds for the set to outlive its last page; few, so that it is not all that is left of a quiet shop.
    private static let afterlife = 10

    /// Before the SET of a page, in its pipeline: a removal between the two finds the key, and
    /// removes it once more when it may have been written. Keys that are gone leave the set meanwhile.
    static func commands(index: [UInt8], key: [UInt8], ttl: Int) -> [RedisCommand] {
        let now = Int(Date().timeIntervalSince1970)
        return [
            RedisCommand("ZADD", key: index).appending(now + ttl + margin).appending(key),
            RedisCommand("ZREMRANGEBYSCORE", key: index).appending("-inf").appending(now),
            RedisCommand("EXPIRE", key: index).appending(ttl + afterlife),
        ]
    }
}

extension ShopRequest {
    /// Empty for what has a key that is known beforehand.
    func listCommands(_ keys: KeyBuilder, key: [UInt8], ttl: Int) -> [RedisCommand] {
        guard case .category(let slug, _) = self else { return [] }
        return ListIndex.commands(index: keys.listIndex(slug), key: key, ttl: ttl)
    }
}
