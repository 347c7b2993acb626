extension InfoReply {
    /// Calls of PTTL, TTL and OBJECT by INFO commandstats; nil when the reply has no statistics.
    package var readerCalls: UInt64? {
        var sum: UInt64 = 0
        var hasAny = false
        for (command, value) in commandStats {
            hasAny = true
            // A container's subcommands are listed one by one since Redis 7: `object|freq`.
            guard ["pttl", "ttl", "object"].contains(command.prefix { $0 != "|" }) else { continue }
            guard let part = value.split(separator: ",").first(where: { $0.hasPrefix("calls=") }),
                let calls = Int64(part.dropFirst("calls=".count)).flatMap({ UInt64(exactly: $0) })
            else { continue }
            sum = saturatingSum(sum, calls)
        }
        return hasAny ? sum : nil
    }
}
