/// A surveyed plan: what will be sent, to exactly which keys of which server, and what it will
/// cost. The only thing that can be carried out.
///
/// The list is frozen: a key that is written after the survey and matches the same glob stays. Keys
/// that the scope names stay in it even when they do not exist (`absent`), since they may be written
/// before the purge; figures count what exists. After a restart or a failover the plan is void.
package struct PlannedInvalidation: Sendable, Hashable {
    package var plan: InvalidationPlan
    package var radius: BlastRadius
    /// The keys to be unlinked, those that the scope names first; empty for what only raises
    /// counters, and through the API.
    package var keys: KeyList
    /// Positions in `keys` of named keys that did not exist when the plan was made.
    package var absent: Set<Int>
    /// Whom the plan was made against; nil through the API, or where INFO is refused.
    package var server: ServerIdentity?
    /// When, on the server's clock.
    package var at: Timestamp

    package init(
        plan: InvalidationPlan, radius: BlastRadius, keys: KeyList = KeyList(),
        absent: Set<Int> = [], server: ServerIdentity? = nil, at: Timestamp
    ) {
        self.plan = plan
        self.radius = radius
        self.keys = keys
        self.absent = absent
        self.server = server
        self.at = at
    }

    package var scope: InvalidationScope { plan.scope }

    /// It would change nothing: see `InvalidationPlan.finds(nothing:)`.
    package var isEmpty: Bool { plan.finds(nothing: radius) }

    /// How many keys of the list existed when the plan was made.
    package var existingKeys: Int { max(0, keys.count - absent.count) }

    /// The names of the resources that it affects.
    package var resources: [String] { radius.edge.map(\.resource) }
}

/// Which server answered: it changes with a restart (run id), a demotion (role) and a failover
/// (replication id). A part that the server does not tell is nil, and compares with anything.
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

/// How far the count of a plan's keys is.
package struct PlanProgress: Sendable, Hashable {
    /// Keys that SCAN has gone past; repeats count.
    package var looked: UInt64
    /// DBSIZE when it began; nil where it is refused. `looked` may exceed it by a little.
    package var of: UInt64?
    /// Keys that will go, so far.
    package var found: UInt64

    package init(looked: UInt64, of: UInt64?, found: UInt64) {
        self.looked = looked
        self.of = of
        self.found = found
    }
}

/// How far a purge is, after each batch.
package struct InvalidationProgress: Sendable, Hashable {
    /// Keys whose UNLINK was answered, of those that existed when the plan was made.
    package var done: UInt64
    /// Keys that existed when the plan was made.
    package var of: UInt64
    package var removed: UInt64
    /// Since the first command.
    package var seconds: Double
    /// PING's round trip after the last batch, and before the first one.
    package var latencySeconds: Double?
    package var latencyBeforeSeconds: Double?
    /// The pause that follows, for the server's other clients.
    package var pauseSeconds: Double

    package init(
        done: UInt64, of: UInt64, removed: UInt64, seconds: Double, latencySeconds: Double? = nil,
        latencyBeforeSeconds: Double? = nil, pauseSeconds: Double = 0
    ) {
        self.done = done
        self.of = of
        self.removed = removed
        self.seconds = seconds
        self.latencySeconds = latencySeconds
        self.latencyBeforeSeconds = latencyBeforeSeconds
        self.pauseSeconds = pauseSeconds
    }

    /// It goes slower than it could, because the server answers slower than before.
    package var isGivingWay: Bool {
        guard let latencySeconds, let latencyBeforeSeconds else { return false }
        return pauseSeconds > 0 && latencySeconds > latencyBeforeSeconds
    }
}
