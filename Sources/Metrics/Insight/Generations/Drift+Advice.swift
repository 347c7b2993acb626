extension [Drift] {
    /// One of each counter, in the order of their keys.
    var gravestOfEachCounter: [Drift] {
        Dictionary(grouping: self, by: \.counter).sorted { $0.key < $1.key }.compactMap {
            $0.value.min { $0.rank < $1.rank }
        }
    }
}

extension Drift {
    /// The smaller, the graver.
    fileprivate var rank: Int {
        switch kind {
        case .counterMissing: 0
        case .counterWentBack: 1
        case .currentNeverAppears: 2
        case .keysAboveCounter: 3
        case .olderStillAsked: 4
        case .keysWithoutGeneration: 5
        case .other: 6
        }
    }

    /// What the counter has to be for keys of no former version to be read again; nil: its value is not what is
    /// wrong.
    var repairedValue: Int64? {
        switch kind {
        case .counterMissing, .counterWentBack, .keysAboveCounter:
            let highest = Swift.max(formerValue ?? 0, generation ?? 0)
            return highest < .max ? highest + 1 : highest
        case .currentNeverAppears, .olderStillAsked, .keysWithoutGeneration, .other: return nil
        }
    }

    /// What to do next, as a sentence.
    var advice: String {
        switch kind {
        case .currentNeverAppears, .olderStillAsked:
            return "Let the API read \(counter) for each request, or restart its instances."
        case .keysWithoutGeneration:
            return "Build the keys with the counter's value, or take the counter out of the policy."
        case .counterMissing, .counterWentBack, .keysAboveCounter:
            let repair =
                "Set \(counter) to \(repairedValue ?? 1), above every version that was in use"
            switch cause {
            case .evicted:
                return repair + ", and choose a volatile policy, so that counters are not evicted."
            case .failedOver, .restarted:
                return repair
                    + ", and compare Redis' persistence and replication with what was lost."
            default: return repair + "."
            }
        case .other: return "Look at the versions panel."
        }
    }
}
