import Metrics
import RedisClient

extension RedisError {
    /// A Sentinel instead of a Redis with keys: names its masters and what to type; nil: it is none.
    init?(sentinel info: InfoReply, at endpoint: RedisEndpoint) {
        guard info.isSentinel else { return nil }
        let masters = info.sentinelMasters
        var message = "this is a Sentinel, which keeps no keys."
        if let first = masters.first {
            let scheme = endpoint.tls == nil ? "redis" : "rediss"
            message +=
                " It watches \(Self.list(masters)). Run 'cachetop --redis "
                + "\(scheme)://\(first.address)/0' for \(first.name)"
        } else {
            message += " It watches no master; give --redis the address of a Redis"
        }
        self.init(
            .sentinel, endpoint: endpoint.description, attempted: "connect", message: message)
    }

    private static let shownMasters = 3

    private static func list(_ masters: [SentinelMaster]) -> String {
        var items = masters.prefix(shownMasters).map { "\($0.name) at \($0.address)" }
        let more = masters.count - items.count
        if more > 0 { items.append("\(more) more") }
        guard items.count > 1, let last = items.popLast() else { return items.joined() }
        return items.joined(separator: ", ") + " and " + last
    }
}

extension SentinelMaster {
    /// As in a URL, where an IPv6 address stands in brackets.
    fileprivate var address: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
