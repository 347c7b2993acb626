/// The servers that hold one keyspace: who are the primaries, and which of them has a key.
///
/// Collectors and the executor of invalidations ask here, and never assume that the connection which they
/// have holds every key. Today one connection is all there is. A cluster will be another case: a connection
/// for each primary and the map of slots, which a MOVED reply changes and an ASK reply leaves alone.
package enum RedisNodes: Sendable {
    /// One server with every key.
    case one(RedisConnection)
    /// One node of a cluster, asked only for keys that it has. They may lie in different slots.
    case nodeOfCluster(RedisConnection)

    /// Every node that has keys of its own: a sweep has to ask them all.
    package var primaries: [RedisConnection] { [main] }

    /// The node whose INFO, clock and pace stand for the server.
    package var main: RedisConnection {
        switch self {
        case .one(let connection), .nodeOfCluster(let connection): connection
        }
    }

    /// The node that has this key, if it exists.
    package func holder(of key: [UInt8]) -> RedisConnection { main }

    /// Keys by the node that has them, as positions in `keys`: one pipeline a node.
    package func byHolder(_ keys: [[UInt8]]) -> [(node: RedisConnection, positions: [Int])] {
        keys.isEmpty ? [] : [(main, Array(keys.indices))]
    }

    /// The keys as commands may name them, in their order: all of a group in one command, to one node.
    package func grouped(_ keys: [[UInt8]]) -> [(node: RedisConnection, keys: [[UInt8]])] {
        switch self {
        case .one(let connection): keys.isEmpty ? [] : [(connection, keys)]
        // A command takes keys of one slot.
        case .nodeOfCluster(let connection): keys.map { (connection, [$0]) }
        }
    }
}
