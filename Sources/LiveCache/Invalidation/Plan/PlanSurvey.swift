import Invalidation
import Logging
import Metrics
import RedisClient

/// Works out what a plan would do: finds the keys, measures them, and reads what they were worth, at the
/// pace that the server's other clients allow. Changes nothing.
///
/// The frozen list is what the plan's own steps name and find; what cachetop itself looks up is
/// entered, since the server counts it. Throws a `Problem` where the plan must not be, or can't
/// be, made; what only a figure needs, and is refused, leaves that figure unknown.
struct PlanSurvey {
    /// Keys whose life and memory are asked; of a longer list a sample of so many.
    static let sampled = 2000
    /// Of long names fewer, so that these take no more.
    static let sampledBytes = 16 << 20
    static let detailBatch = 500
    /// Bytes of names in one batch, about.
    static let batchBytes = 1 << 20
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
    var pacer: Pacer
    private var database = 0

    init(
        _ plan: InvalidationPlan, _ grammar: KeyGrammar, guards: InvalidationGuards,
        eventKey: String?, clock: ServerClock, own: OwnLookups?, pace: Pace,
        logger: Logger, context: PlanContext?,
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
        pacer = Pacer(pace, work: "SCAN", logger: logger)
        radius = BlastRadius(of: plan.scope, by: grammar.policy)
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
        try await pass(steps, connection)
        try await measure(named: named, connection)
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
        try await pass([], connection)
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
            pacer.guess(operationsPerSecond: info.number("instantaneous_ops_per_sec"))
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
