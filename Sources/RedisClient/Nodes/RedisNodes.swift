/// The servers that hold one keyspace: who are the primaries, who has this key.
///
/// The seam for more than one: code that removes, searches or measures asks here, and never assumes that the
/// one connection which it has holds every key.
package protocol RedisNodes: Sendable {
    /// Each server that holds keys of its own; a search of the keyspace visits them all.
    var primaries: [RedisConnection] { get }

    /// The server that has this key, or would have it.
    func primary(of key: [UInt8]) -> RedisConnection

    /// The keys as commands may name them, in their order: all of a group in one command, to one server.
    func grouped(_ keys: [[UInt8]]) -> [(node: RedisConnection, keys: [[UInt8]])]
}
