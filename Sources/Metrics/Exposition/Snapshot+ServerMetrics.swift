extension Snapshot {
    func addServer(to families: inout MetricFamilies) {
        families.info(
            "server", "The Redis server.",
            [("version", server.version), ("mode", server.mode), ("role", server.role?.rawValue)])
        families.gauge("server_replicas", "Replicas that are connected.", server.replicas)
        families.gauge(
            "server_uptime", unit: "seconds", "Time since the server's start.", server.uptimeSeconds
        )
        families.gauge(
            "server_connected_clients", "Clients that are connected.", server.connectedClients)
        families.gauge(
            "server_operations_per_second",
            "Commands that the server processed per second since the last poll.",
            server.opsPerSecond)
        families.gauge(
            "server_cpu", unit: "ratio",
            "Share of one processor core that the server used since the last poll.", server.cpuRatio
        )
        families.counter(
            "server_lookups",
            "INFO's keyspace_hits and keyspace_misses, with cachetop's own look-ups.",
            [(["result": "hit"], server.hits), (["result": "miss"], server.misses)])
        families.gauge(
            "server_hit", unit: "ratio",
            "The server's own hit rate over a window, cachetop's look-ups subtracted.",
            server.windows.map { (["window_seconds": "\($0.seconds)"], $0.hitRate) })
        families.gauge(
            "server_expired_keys_per_second", "Keys that expired per second since the last poll.",
            server.expiredPerSecond)
        families.gauge(
            "server_evicted_keys_per_second",
            "Keys that were evicted per second since the last poll.",
            server.evictedPerSecond)
        families.gauge(
            "server_other_readers", unit: "ratio",
            "Share of the look-ups in the last minute that other monitoring programs made.",
            server.otherReadersRatio)
    }

    func addMemory(to families: inout MetricFamilies) {
        families.gauge("memory_used", unit: "bytes", "INFO's used_memory.", memory.usedBytes)
        families.gauge("memory_rss", unit: "bytes", "INFO's used_memory_rss.", memory.rssBytes)
        families.gauge("memory_peak", unit: "bytes", "INFO's used_memory_peak.", memory.peakBytes)
        families.gauge(
            "memory_limit", unit: "bytes", "maxmemory; 0: no limit.", memory.maxBytes)
        families.gauge(
            "memory_fragmentation", unit: "ratio", "INFO's mem_fragmentation_ratio.",
            memory.fragmentationRatio)
        families.gauge(
            "memory_growth_bytes_per_second",
            "How fast used memory grows, over five minutes or since it changed.",
            memory.growthBytesPerSecond)
        families.gauge(
            "memory_growth_window", unit: "seconds", "Over how long that growth was measured.",
            memory.growthSeconds)
        families.gauge(
            "memory_growth_swing", unit: "bytes",
            "How far used memory swings up and down around that growth.", memory.growthSwingBytes)
        families.gauge(
            "memory_full_after", unit: "seconds", "When it reaches the limit at this growth.",
            secondsUntilFull)
        families.gauge(
            "memory_share", unit: "bytes",
            "Whose the used memory is: a resource's, the event stream's, other keys', what is left over.",
            memoryBy.map { (["of": $0.of], $0.bytes) })
        families.info("memory", "The eviction policy.", [("policy", memory.policy)])
    }

    func addCounters(to families: inout MetricFamilies) {
        families.gauge(
            "version_counter", "Values of the version counters.",
            versions.map { (["counter": $0.name], $0.value) })
        families.gauge(
            "version_counter_changed_timestamp", unit: "seconds",
            "When a version counter last changed.",
            versions.map { (["counter": $0.name], $0.changedAt) })
        families.gauge(
            "version_counter_changes_per_hour", "Changes in the last hour.",
            versions.map { (["counter": $0.name], $0.changesPerHour) })
        families.gauge(
            "listener_heartbeat_timestamp", unit: "seconds", "When a listener last reported.",
            listeners.map { (["listener": $0.name], $0.at) })
        families.gauge(
            "listener_position", "The last change that a listener has dealt with.",
            listeners.map { (["listener": $0.name], $0.position) })
        families.gauge(
            "listener_backlog", "Changes that a listener has not dealt with.",
            listeners.map { (["listener": $0.name], $0.backlog) })
        families.gauge(
            "listener_second_removals", "Keys that a listener will remove once more.",
            listeners.map { (["listener": $0.name], $0.secondRemovals) })
    }

    func addEvents(to families: inout MetricFamilies) {
        families.info("events", "Where look-ups are read from.", [("source", events.source)])
        func count(_ name: String, _ help: String, _ value: UInt64?) {
            families.counter(name, help, [([:] as MetricFamilies.Labels, value)])
        }
        count("events_received", "Pairs or lines that were read.", events.received)
        count("events_unknown", "Of them, those without a known meaning.", events.unknown)
        count("events_understood", "Of them, those that became an event.", events.understood)
        count("events_lines", "Lines that were read from a log.", events.lines)
        count("events_resets", "Times that the stream began anew.", events.resets)
        count("events_gaps", "Times that entries were missed.", events.gaps)
        count("events_lost_entries", "Entries that were missed.", events.lostEntries)
        count(
            "events_dropped",
            "Events that cachetop dropped because they came faster than it could read them.",
            events.dropped)
        families.gauge(
            "events_lag", unit: "seconds",
            "How old the newest entry was when it was read; 0 when all entries are read.",
            events.lagSeconds)
        families.gauge(
            "events_observed", unit: "seconds",
            "So long all look-ups were read without a gap.", events.observedSeconds)
        families.gauge(
            "events_counted_from_timestamp", unit: "seconds",
            "From when on look-ups are counted.", events.countedFrom)
    }
}
