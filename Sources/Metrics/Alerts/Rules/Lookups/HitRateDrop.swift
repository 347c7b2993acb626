/// A hit rate that is lower now than before something that happened in the last ten minutes.
struct HitRateDrop: Sendable, Hashable {
    var at: Timestamp
    /// Whose rate it is, in the order of the policy; empty: all look-ups.
    var resources: [String]
    /// Keys that went; nil: not known.
    var keys: UInt64?
    /// All keys went, whatever their number.
    var isOfAll = false
    var before: Double
    var now: Double
    /// It is more than chance, by the look-ups that both are of.
    var isCertain = true
    /// What happened, with its time, in a sentence and in a word or two, and what is to come.
    var cause: String
    var name: String
    var outlook = "It comes back as the copies are filled again."

    var points: Double { before - now }

    /// nil: all look-ups.
    var subject: String? { resources.isEmpty ? nil : resources.joined(separator: ", ") }

    func concernsAny(of other: HitRateDrop) -> Bool {
        resources.isEmpty || other.resources.isEmpty
            || resources.contains(where: other.resources.contains)
    }

    /// Another one of about the same time is the likelier cause: it took all keys, or ten times as many. What
    /// came up to a minute before is still in the rate before this one.
    func isOutweighed(by other: HitRateDrop) -> Bool {
        guard (-10...60).contains(at.seconds(since: other.at)), concernsAny(of: other) else {
            return false
        }
        if other.isOfAll { return !isOfAll }
        guard let keys, let others = other.keys else { return false }
        return keys < others / DropCause.notableShare
    }
}

extension Snapshot {
    private static let recentSeconds = 600.0

    /// Those of which the happening may be the cause. What another one has taken over is not among them.
    var hitRateDrops: [HitRateDrop] {
        let drops =
            invalidations.compactMap(drop) + timeline.compactMap(drop)
        return drops.filter { drop in !drops.contains { drop.isOutweighed(by: $0) } }
    }

    private func isRecent(_ at: Timestamp) -> Bool {
        takenAt.seconds(since: at) <= Self.recentSeconds
    }

    private func drop(_ record: InvalidationRecord) -> HitRateDrop? {
        guard isRecent(record.at), let rates = record.aftermath, rates.followedUntil == nil,
            let before = rates.hitRateBefore, let now = rates.hitRateNow, before > now,
            let names = record.resources, !names.isEmpty
        else { return nil }
        return HitRateDrop(
            at: record.at, resources: names, keys: record.keysGone, before: before, now: now,
            isCertain: rates.isNowCertain,
            cause: "'\(record.scope)' at \(record.at.timeOfDay()) UTC",
            name: record.via == .observed ? record.scope : "purge \(record.scope)")
    }

    private func drop(_ entry: TimelineEntry) -> HitRateDrop? {
        guard isRecent(entry.until ?? entry.at), let cause = entry.dropCause,
            entry.followedUntil == nil, let before = entry.hitRateBefore,
            let now = entry.hitRateAfter, before > now
        else { return nil }
        let known = Set(entry.parts.map(\.resource))
        var drop = HitRateDrop(
            at: entry.at, resources: resources.map(\.name).filter(known.contains),
            keys: entry.keys, before: before, now: now,
            isCertain: entry.aftermath?.isNowCertain ?? true,
            cause: cause.sentence, name: cause.name)
        drop.isOfAll = entry.kind == .flush || entry.kind == .restart
        if entry.kind == .evictions {
            drop.outlook = "Raise maxmemory, or keep copies for a shorter time."
        }
        return drop
    }
}

extension TimelineEntry {
    /// In the words of a sentence that says before what a rate was higher, and by its name; nil: it lowers none,
    /// or has records.
    fileprivate var dropCause: (sentence: String, name: String)? {
        let time = "at \(at.timeOfDay()) UTC"
        return switch kind {
        case .flush:
            ("\(subject ?? "the database was emptied") \(time)", subject ?? "database emptied")
        case .restart: ("the restart \(time)", "restart")
        case .failover: ("the failover \(time)", "failover")
        case .evictions: ("Redis began to evict keys \(time)", "evictions")
        case .unannounced:
            (
                "at least \(Format.keys(keys ?? 0)) went unannounced \(time)",
                "unannounced removal"
            )
        case .invalidation, .config, .gap, .alert, .mark, .other: nil
        }
    }
}
