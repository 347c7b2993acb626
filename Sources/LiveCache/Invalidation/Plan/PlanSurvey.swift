import Logging
import Metrics
import RedisClient

/// One close look at what a plan would do: finds the keys, measures them, and reads what they
/// were worth. Changes nothing.
///
/// The frozen list is what the plan's own steps name and find; what cachetop itself looks up is
/// entered, since the server counts it. Throws a `Problem` where the plan must not be, or can't
/// be, made; what only a figure needs, and is refused, leaves that figure unknown.
struct PlanSurvey {
    /// Keys whose life and memory are asked; of a longer list a sample of so many.
    static let sampled = 2000
    /// Of long names fewer, so that these take no more.
    static let sampledBytes = 16 << 20
    static let detailBatch = 50
    /// Bytes of names in one batch, about.
    static let batchBytes = 1 << 20
    static let detailsPerSecond = 10_000.0
    /// For counting what a bump reaches, where no sweep has counted it.
    static let countSeconds = 5.0

    let plan: InvalidationPlan
    let context: PlanContext?
    let grammar: KeyGrammar
    let guards: InvalidationGuards
    /// The stream with the hits; nil: there is none.
    let eventKey: String?
    let clock: ServerClock
    let own: OwnLookups?
    let logger: Logger
    let progress: @Sendable (PlanProgress) -> Void

    var found = FoundKeys()
    /// Positions in `found` of named keys that do not exist.
    var absent: Set<Int> = []
    var radius: BlastRadius
    var info: InfoReply?
    private var database = 0
    private var throttle = Throttle()

    init(
        _ plan: InvalidationPlan, _ grammar: KeyGrammar, guards: InvalidationGuards,
        eventKey: String?, clock: ServerClock, own: OwnLookups?, logger: Logger,
        context: PlanContext?,
        progress: @escaping @Sendable (PlanProgress) -> Void
    ) {
        self.plan = plan
        self.grammar = grammar
        self.guards = guards
        self.eventKey = eventKey
        self.clock = clock
        self.own = own
        self.logger = logger
        self.context = context
        self.progress = progress
        radius = BlastRadius(edge: grammar.policy.edge(of: plan.scope))
        radius.alsoIn = grammar.policy.alsoIn(of: plan.scope)
        radius.recent = context?.recent
    }

    var policy: CachePolicy { grammar.policy }
    var scope: InvalidationScope { plan.scope }

    enum Stop: Error {
        case redis(RedisError)
        case refused(String)
    }

    /// The plan for Redis itself.
    mutating func run(_ connection: RedisConnection) async throws(Stop) -> PlannedInvalidation {
        try? await clock.synchronize(connection)
        try await readInfo(connection)
        if info?.role == .replica { throw .refused(replicaRefusal) }
        guard case .redis(let steps) = plan.work else { return planned }
        if info?.isCluster == true { try await refuseInCluster(steps, connection) }
        var named = 0
        for case .unlink(let keys) in steps { for key in keys { found.insert(key) } }
        named = found.count
        try await findKeys(steps, connection)
        try await measure(named: named, connection)
        try await countGenerations(connection)
        if plan.finds(nothing: radius) { try await suggest(connection) }
        narrowEdge()
        try await readHits(connection)
        try await readRecent(connection)
        return planned
    }

    /// What is known of a plan for the API: it decides what goes, so nothing is counted.
    mutating func lookAside(_ connection: RedisConnection) async throws(Stop) {
        try? await clock.synchronize(connection)
        try await readInfo(connection)
        try await countGenerations(connection)
        try await readHits(connection)
        try await readRecent(connection)
    }

    var planned: PlannedInvalidation {
        PlannedInvalidation(
            plan: plan, radius: radius, keys: plan.way == .api ? KeyList() : found.list,
            absent: absent, server: plan.way == .api ? nil : info.map { ServerIdentity($0) },
            at: clock.now)
    }

    private var replicaRefusal: String {
        let primary = (info?[field: "master_host"]).map { host in
            " (\(host):\(info?[field: "master_port"] ?? "6379"))"
        }
        return "Nothing was sent: \(plan.target) is a replica; connect to its primary"
            + "\(primary ?? "")."
    }

    // MARK: The steps

    private mutating func readInfo(_ connection: RedisConnection) async throws(Stop) {
        do throws(RedisError) {
            let reply = try await connection.send(RedisCommand("INFO"))
            let info = InfoReply(reply.bytes ?? [])
            if let error = RedisError(sentinel: info, at: connection.endpoint) { throw error }
            self.info = info
            database = connection.endpoint.database
            radius.oneNodeOnly = info.isCluster
        } catch {
            if !error.isServerReply { throw .redis(error) }
        }
    }

    /// Keys in the database, for the progress; nil where INFO does not say.
    var databaseKeys: UInt64? {
        info?.keys(inDatabase: database)
    }

    private mutating func findKeys(
        _ steps: [InvalidationPlan.Step], _ connection: RedisConnection
    ) async throws(Stop) {
        for step in steps {
            switch step {
            case .unlinkMatching(let selector):
                try await scan(selector, connection)
            case .unlink, .increment: break
            }
        }
    }

    /// Whether a key that SCAN found goes: SCAN's pattern is only the sieve. A glob of the operator's own
    /// that finds what is not the shop's is refused as a whole.
    private func takes(_ key: [UInt8], _ selector: KeySelector) throws(Stop) -> Bool {
        guard selector.selects(key, grammar) else { return false }
        guard case .glob = selector.form, !guards.includesOwn else { return true }
        switch grammar.classify(key) {
        case .resource, .unclassified: return true
        case .counter, .own: throw .refused(InvalidationGuards.ownRefusal(scope, key))
        }
    }

    private mutating func scan(
        _ selector: KeySelector, _ connection: RedisConnection
    ) async throws(Stop) {
        var scan = KeyScan(glob: selector.sieve, logger: logger)
        var stop: Stop?
        // Taken out, so that it is not copied when it grows.
        var keys = found
        found = FoundKeys()
        defer { found = keys }
        let guards = guards
        let of = databaseKeys
        let report = progress
        var throttle = throttle
        do {
            _ = try await scan.run(connection) { batch, looked in
                do throws(Stop) {
                    for key in batch where try takes(key, selector) { keys.insert(key) }
                    if keys.count > guards.maxKeys { throw .refused(guards.tooMany(scope)) }
                    if keys.list.byteCount > guards.maxKeyBytes {
                        throw .refused(guards.tooLong(scope))
                    }
                } catch {
                    stop = error
                    return false
                }
                if throttle.isDue(ServerClock.monotonicSeconds()) {
                    report(PlanProgress(looked: looked, of: of, found: UInt64(keys.count)))
                }
                return true
            }
        } catch {
            throw .redis(error)
        }
        if let stop { throw stop }
        self.throttle = throttle
        report(PlanProgress(looked: max(of ?? scan.looked, 1), of: of, found: UInt64(keys.count)))
    }
}

extension InvalidationScope {
    /// Whether the tallies of whole resources have its hits.
    var isWholeResources: Bool {
        switch self {
        case .search, .global, .trending, .facets(nil): true
        case .products, .category, .facets, .inventory, .key, .pattern: false
        }
    }
}
