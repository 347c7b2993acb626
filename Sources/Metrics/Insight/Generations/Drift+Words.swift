extension Drift {
    /// The same with its sentence.
    func saying() -> Drift {
        var drift = self
        drift.message = [words, reason].compactMap(\.self).joined(separator: " ")
        return drift
    }

    private var words: String {
        let value = value.map { "\($0)" } ?? Format.absent
        let other = generation.map { "v\($0)" } ?? Format.absent
        let of = resource ?? counter
        switch kind {
        case .currentNeverAppears:
            let evidence =
                lookups.map { "all \(Format.grouped($0)) look-ups since ask for older ones" }
                ?? "\(Format.keys(keys ?? 0)) \(keys == 1 ? "was" : "were") written since with older ones"
            return "\(counter) is \(value), but no key of \(of) carries v\(value): \(evidence), "
                + "\(other) most."
        case .olderStillAsked:
            return
                "\(counter) is \(value), and \(Format.percent(share)) of the look-ups of \(of) still "
                + "ask for \(other)."
        case .keysAboveCounter:
            let what =
                keys.map { "There \($0 == 1 ? "is" : "are") \(Format.keys($0)) of \(of)" }
                ?? "\(Format.grouped(lookups ?? 0)) look-ups of \(of) ask for keys"
            // Not its value: it may be raised every second.
            return "\(what) above what \(counter) has reached, up to \(other)."
        case .counterMissing:
            let former = formerValue.map { "it was \($0)" }
            let found = keys.map {
                "\(Format.keys($0)) \($0 == 1 ? "carries" : "carry") a version up to \(other)"
            }
            let evidence = [former, found].compactMap(\.self).joined(separator: ", and ")
            return "\(counter) does not exist, though \(evidence): to the API it now counts from 1."
        case .counterWentBack:
            let former = formerValue.map { "\($0)" } ?? Format.absent
            return
                "\(counter) went back, and has not come to \(former) again: keys that were invalidated can "
                + "be read again, once it comes to their version."
        case .keysWithoutGeneration:
            return "\(counter) was raised, but no key of \(of) carries a version: raising it "
                + "invalidates none of them."
        case .other: return "\(counter) and its keys do not go together."
        }
    }

    private var reason: String? {
        switch cause {
        case .apiCachesCounter:
            "Probably the API keeps the counter in memory instead of reading it for each request."
        case .evicted:
            "Probably it was evicted: an allkeys policy takes counters as any key."
        case .flushed: "The database was emptied at that time."
        case .restarted: "Redis was restarted at that time, and came back with older data."
        case .failedOver: "Another server took over at that time, and it was behind."
        case .deleted: "Probably it was deleted."
        case .overwritten: "Probably it was set to a lower value, or was gone and counted from 1."
        case .keyFormat: "The API builds these keys without a version."
        case .other, nil: nil
        }
    }
}
