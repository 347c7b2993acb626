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
