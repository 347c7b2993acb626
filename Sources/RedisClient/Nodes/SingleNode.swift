/// One server: it has every key, or, where it is a node of a cluster, every key that it is asked for.
package struct SingleNode: RedisNodes {
    private let connection: RedisConnection
    /// Its keys may lie in different slots, and a command takes keys of one slot.
    private let isOfCluster: Bool

    package init(_ connection: RedisConnection, isOfCluster: Bool = false) {
        self.connection = connection
        self.isOfCluster = isOfCluster
    }

    package var primaries: [RedisConnection] { [connection] }

    package func primary(of key: [UInt8]) -> RedisConnection { connection }

    package func grouped(_ keys: [[UInt8]]) -> [(node: RedisConnection, keys: [[UInt8]])] {
        if keys.isEmpty { return [] }
        return isOfCluster ? keys.map { (connection, [$0]) } : [(connection, keys)]
    }
}
