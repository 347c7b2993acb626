/// Commands that change the cache are sent by the executor of invalidations alone.
enum SingleExecutor {
    private static let commands = [
        "UNLINK", "DEL", "INCR", "INCRBY", "FLUSHDB", "FLUSHALL", "RENAME",
    ]

    /// Other files that may, and why.
    static let exceptions = [
        // Takes back a copy that this instance has just set itself: not an invalidation.
        "Storefront/Cache/CacheAside.swift": ["UNLINK"],
        // Plays the script of someone else, on the demo's own Redis.
        "CacheTop/Demo/IncidentScript.swift": ["DEL", "FLUSHDB"],
    ]

    static func offences(in file: SourceFile) -> [String] {
        guard file.target != "Invalidation" else { return [] }
        return commands.filter { exceptions[file.path]?.contains($0) != true }.filter { command in
            file.source.split(separator: "\n").contains { line in
                !line.drop { $0 == " " }.hasPrefix("//")
                    && ["RedisCommand(", "connection, ", "[RedisCommand(", "connection, ["]
                        .contains { line.contains("\($0)\"\(command)\"") }
            }
        }.map { "\(file.path) sends \($0): only Sources/Invalidation may" }
    }
}
