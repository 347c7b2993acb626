/// Keys that went between two polls, as INFO has it.
struct KeyLoss: Sendable, Hashable {
    var from: Timestamp
    var to: Timestamp
    var seconds: Double
    var keysBefore: UInt64
    var keysAfter: UInt64
    var expired: UInt64
    var evicted: UInt64
    /// Keys that went neither by expiry nor by eviction, at least: keys that were added hide others. Below
    /// zero: more came than went.
    var lost: Double
    /// By FLUSHALL, FLUSHDB or SWAPDB, which have their own entry or none.
    var isExplained = false

    /// nil: the two polls can't be compared.
    init?(_ old: ServerPoll, _ new: ServerPoll) {
        // Of a replica the primary removes what expires; in a cluster slots move away with their keys.
        guard new.role == .primary, !new.isCluster, new.isSameRun(as: old),
            let before = old.keys, let after = new.keys,
            let oldExpired = old.expired, let newExpired = new.expired, newExpired >= oldExpired,
            new.seconds > old.seconds
        else { return nil }
        let (oldEvicted, newEvicted) = (old.evicted ?? 0, new.evicted ?? 0)
        guard newEvicted >= oldEvicted else { return nil }
        (from, to, seconds) = (old.at, new.at, new.seconds - old.seconds)
        (keysBefore, keysAfter) = (before, after)
        (expired, evicted) = (newExpired - oldExpired, newEvicted - oldEvicted)
        var drop = Double(before) - Double(after)
        // What was moved to another database is still there.
        if let all = old.allKeys, let now = new.allKeys {
            drop = min(drop, Double(all) - Double(now))
        }
        lost = drop - Double(expired) - Double(evicted)
    }
}
