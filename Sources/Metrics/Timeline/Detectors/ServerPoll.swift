/// What the detectors read of one poll of the server. What it does not report is nil.
struct ServerPoll: Sendable, Hashable {
    var at: Timestamp
    /// Monotonic.
    var seconds: Double
    var runID: String?
    var uptimeSeconds: UInt64?
    var role: ServerRole?
    /// Of a replica, whom it follows.
    var primary: String?
    var database = 0
    var isCluster = false
    /// Keys of the database that is watched, and of all.
    var keys: UInt64?
    var allKeys: UInt64?
    /// Since the server's start, in all databases.
    var expired: UInt64?
    var evicted: UInt64?
    var maxBytes: UInt64?
    var memoryPolicy: String?
    /// Only now and then.
    var calls: CommandCalls?
}

extension ServerPoll {
    /// nil: INFO was not answered.
    init?(_ sample: Sample) {
        guard let info = sample.info else { return nil }
        self.init(at: sample.at, seconds: sample.monotonicSeconds)
        runID = info.runID
        uptimeSeconds = info.count("uptime_in_seconds")
        role = info.role
        if let host = info[field: "master_host"] {
            primary = "\(host):\(info[field: "master_port"] ?? "")"
        }
        database = sample.database
        isCluster = info.isCluster == true
        keys = info.keys(inDatabase: sample.database)
        allKeys = info.keysOfAllDatabases
        expired = info.count("expired_keys")
        evicted = info.count("evicted_keys")
        maxBytes = info.count("maxmemory")
        memoryPolicy = info[field: "maxmemory_policy"]
        calls = sample.commandCalls
    }

    /// The same server, without a restart between.
    func isSameRun(as last: ServerPoll) -> Bool {
        guard runID == last.runID, role == last.role, database == last.database else {
            return false
        }
        guard let uptimeSeconds, let before = last.uptimeSeconds else { return true }
        return uptimeSeconds >= before
    }
}
