/// What a snapshot says in words besides its numbers; it changes seldom, so frames share it.
struct Outline: Sendable, Hashable {
    var intervalSeconds: Double
    var version: String?
    var mode: String?
    var role: ServerRole?
    var memoryPolicy: String?
    var unavailable: [Unavailable]
    /// Which alerts were shown, without what they measured.
    var alerts: [Alert]
    /// Those of them that only stayed for a while.
    var quiet: Set<AlertIdentity> = []

    init(_ snapshot: Snapshot) {
        intervalSeconds = snapshot.intervalSeconds
        version = snapshot.server.version
        mode = snapshot.server.mode
        role = snapshot.server.role
        memoryPolicy = snapshot.memory.policy
        unavailable = snapshot.unavailable
        quiet = Set(snapshot.alerts.filter { !$0.isNow }.map(AlertIdentity.init))
        alerts = snapshot.alerts.filter { $0.severity != .info }.map {
            let subject = $0.subject.map { " of \($0)" } ?? ""
            return Alert(
                rule: $0.rule, severity: $0.severity, subject: $0.subject,
                message: "\($0.rule)\(subject) was shown at this time; its words are not recorded.")
        }
    }

    /// Of the time before the start: hit rates only.
    static let readBack = Outline(missing: [
        "server", "memory", "versions", "resources[].keys", "resources[].ttl", "resources[].bytes",
        "total.hits", "total.misses", "resources[].hits", "resources[].misses",
        "unclassified.hits", "unclassified.misses",
    ])

    private init(missing paths: [String]) {
        intervalSeconds = 1
        unavailable = paths.map {
            Unavailable(
                what: $0, why: "Not recorded: cachetop was not running yet.", state: .notTold)
        }
        alerts = []
    }

    func fill(_ snapshot: inout Snapshot) {
        snapshot.intervalSeconds = intervalSeconds
        snapshot.server.version = version
        snapshot.server.mode = mode
        snapshot.server.role = role
        snapshot.memory.policy = memoryPolicy
        snapshot.unavailable = unavailable
    }

    /// About what it takes in memory.
    var byteCount: Int {
        let texts =
            [version, mode, memoryPolicy].map { $0?.utf8.count ?? 0 }
            + unavailable.map { $0.what.utf8.count + $0.why.utf8.count }
            + alerts.map { $0.rule.utf8.count * 2 + ($0.subject?.utf8.count ?? 0) }
        return texts.reduce(0, +) + 64 * texts.count
            + MemoryLayout<Outline>.stride + unavailable.count * MemoryLayout<Unavailable>.stride
            + alerts.count * MemoryLayout<Alert>.stride
    }
}
