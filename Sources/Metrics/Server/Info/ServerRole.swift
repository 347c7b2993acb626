package enum ServerRole: String, Sendable, Hashable, Codable {
    case primary, replica
    /// KeyDB's active replication: it follows another server and takes writes.
    case activeReplica = "active-replica"
}
