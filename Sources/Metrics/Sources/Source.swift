/// What cachetop asks for, each part with a state of its own: a user may be allowed one command and
/// not another, and a managed service may report one part of INFO and not another.
package enum Source: String, Sendable, Hashable, CaseIterable {
    /// Sections of INFO.
    case server, clients, memory, stats, replication, cpu, keyspace
    /// INFO commandstats.
    case commandStats
    case counters
    /// The sweep's three commands: SCAN, PTTL, MEMORY USAGE.
    case scan, timeToLive, memoryUsage
    case events
    /// XINFO STREAM, by which lost entries are detected.
    case streamInfo
    /// The stream `cachetop:audit`.
    case trail

    /// The sections of INFO, all asked by one command.
    package static let info: [Source] = [
        .server, .clients, .memory, .stats, .replication, .cpu, .keyspace,
    ]

    /// Where its figures are in the snapshot; nil: in no field of their own.
    package var path: String? {
        switch self {
        case .server: "server.version"
        case .clients: "server.connectedClients"
        case .memory: "memory"
        case .stats: "server.windows"
        case .replication: "server.role"
        case .cpu: "server.cpuRatio"
        case .keyspace: nil
        case .commandStats: "server.otherReadersRatio"
        case .counters: "versions"
        case .scan: "resources[].keys"
        case .timeToLive: "resources[].ttl"
        case .memoryUsage: "resources[].bytes"
        case .events: "events"
        case .streamInfo: "events.gaps"
        case .trail: "invalidations"
        }
    }
}
