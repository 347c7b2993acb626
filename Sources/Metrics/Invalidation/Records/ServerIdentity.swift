/// Which server answered: it changes with a restart (run id), a demotion (role) and a failover
/// (replication id). A part that the server does not give is nil, and compares with anything.
package struct ServerIdentity: Sendable, Hashable {
    package var runID: String?
    package var role: ServerRole?
    package var replicationID: String?

    package init(runID: String?, role: ServerRole?, replicationID: String?) {
        self.runID = runID
        self.role = role
        self.replicationID = replicationID
    }

    package init(_ info: InfoReply) {
        self.init(
            runID: info.runID, role: info.role, replicationID: info[field: "master_replid"])
    }

    /// What makes `later` another server than this, in plain words; nil: it is the same.
    package func difference(to later: ServerIdentity) -> String? {
        func differ<Value: Equatable>(_ a: Value?, _ b: Value?) -> Bool {
            guard let a, let b else { return false }
            return a != b
        }
        if differ(role, later.role) {
            switch later.role {
            case .replica: return "it has become a replica"
            case .activeReplica: return "it has become an active replica"
            case .primary, nil: return "it has become a primary"
            }
        }
        if differ(runID, later.runID) { return "another server answers, or it was restarted" }
        if differ(replicationID, later.replicationID) { return "there was a failover" }
        return nil
    }
}
