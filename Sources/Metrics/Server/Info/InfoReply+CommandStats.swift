extension InfoReply {
    /// Calls of the commands that remove many keys; nil when the reply has no statistics.
    package var commandCalls: CommandCalls? {
        let stats = commandStats
        guard !stats.isEmpty else { return nil }
        var calls = CommandCalls()
        for (command, value) in stats {
            guard let count = Self.calls(in: value) else { continue }
            switch command {
            case "unlink": calls.unlink = count
            case "del": calls.del = count
            case "flushall": calls.flushAll = count
            case "flushdb": calls.flushDB = count
            case "swapdb": calls.swapDB = count
            default: continue
            }
        }
        return calls
    }

    private static func calls(in value: String) -> UInt64? {
        value.split(separator: ",").first { $0.hasPrefix("calls=") }
            .flatMap { Int64($0.dropFirst("calls=".count)) }.flatMap { UInt64(exactly: $0) }
    }

    /// Calls of PTTL, TTL and OBJECT by INFO commandstats; nil when the reply has no statistics.
    package var readerCalls: UInt64? {
        var sum: UInt64 = 0
        var hasAny = false
        for (command, value) in commandStats {
            hasAny = true
            // A container's subcommands are listed one by one since Redis 7: `object|freq`.
            guard ["pttl", "ttl", "object"].contains(command.prefix { $0 != "|" }) else { continue }
            guard let calls = Self.calls(in: value) else { continue }
            sum = saturatingSum(sum, calls)
        }
        return hasAny ? sum : nil
    }

    /// Calls of everything but what watchers and purges send, by INFO commandstats: what the shop asks. nil
    /// when the reply has no statistics.
    package var shopCalls: UInt64? {
        var sum: UInt64 = 0
        var hasAny = false
        for (command, value) in commandStats {
            hasAny = true
            guard !Self.watching.contains(command.prefix { $0 != "|" }) else { continue }
            sum = saturatingSum(sum, Self.calls(in: value) ?? 0)
        }
        return hasAny ? sum : nil
    }

    private static let watching: Set<Substring> = [
        "auth", "client", "command", "config", "dbsize", "hello", "info", "memory", "object",
        "ping",
        "pttl", "replconf", "scan", "select", "slowlog", "time", "ttl", "type", "unlink", "xinfo",
        "xread", "xrevrange",
    ]
}
