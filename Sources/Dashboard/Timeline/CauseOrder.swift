import Metrics

/// Newest first, but that a cause (a FLUSH, a restart, a purge, a deployment) stands before all that follows from it:
/// a list that has room for a few rows shows none of the effects without their cause.
struct CauseOrder: Sendable, Hashable {
    /// Of each happening the index of its cause.
    private let causes: [Int?]

    /// - Parameter happenings: oldest first.
    init(_ happenings: [Happening]) {
        var explaining: [String: [Int]] = [:]
        for index in happenings.indices.reversed() {
            for rule in happenings[index].explainedRules {
                explaining[rule, default: []].append(index)
            }
        }
        causes = happenings.indices.map { index in
            let effect = happenings[index]
            guard let rule = effect.ruleOfEffect, let candidates = explaining[rule] else {
                return nil
            }
            let fitting = candidates.filter { $0 != index && happenings[$0].mayHaveMade(effect) }
            // What emptied the database explains more than what came in between; else the newest before it does.
            // An effect may be seen a moment before its cause.
            return fitting.first { happenings[$0].keepsEmpty(at: effect.entry.at) }
                ?? fitting.first { happenings[$0].entry.at <= effect.entry.at } ?? fitting.last
        }
    }

    struct Place: Sendable, Hashable {
        let index: Int
        /// Its cause stands before it, though it is older.
        let isEffect: Bool
    }

    /// - Parameter shown: indices of the happenings that are shown, newest first.
    func ordered(_ shown: [Int]) -> [Place] {
        let isShown = Set(shown)
        func cause(of index: Int) -> Int? {
            causes.indices.contains(index)
                ? causes[index].flatMap { isShown.contains($0) ? $0 : nil } : nil
        }
        var effects: [Int: [Int]] = [:]
        for index in shown {
            if let cause = cause(of: index) { effects[cause, default: []].append(index) }
        }
        var places: [Place] = []
        var placed: Set<Int> = []
        func place(_ index: Int) {
            guard placed.insert(index).inserted else { return }
            let isEffect = cause(of: index).map(placed.contains) ?? false
            places.append(Place(index: index, isEffect: isEffect))
            effects[index]?.forEach(place)
        }
        for index in shown {
            var (top, met) = (index, Set([index]))
            while let cause = cause(of: top), !placed.contains(cause), met.insert(cause).inserted {
                top = cause
            }
            place(top)
            place(index)
        }
        return places
    }
}

extension Happening {
    /// An effect may be seen a moment before its cause, and for so long after it.
    private static let effectSeconds = -30.0...600

    private static let hitRates: Set = [
        AlertRule.hitRateLow.name, AlertRule.hitRateUnusual.name, AlertRule.expiryCliff.name,
    ]
    /// Counters that are gone are no alert.
    private static let goneCounters = "gone counters"

    /// A FLUSH or a restart whose copies have not come back by then.
    fileprivate func keepsEmpty(at moment: Timestamp) -> Bool {
        guard entry.kind == .flush || entry.kind == .restart else { return false }
        return entry.recoveredAt.map { moment <= $0 } ?? true
    }

    /// The alert rules that it may explain.
    fileprivate var explainedRules: Set<String> {
        switch entry.kind {
        case .flush:
            AlertCauses.explained(by: AlertRule.databaseEmptied.name).union([Self.goneCounters])
        case .restart:
            AlertCauses.explained(by: AlertRule.databaseEmptied.name)
                .union(AlertCauses.explained(by: AlertRule.redisUnavailable.name))
                .union([Self.goneCounters])
        case .evictions: AlertCauses.explained(by: AlertRule.evictions.name)
        case .gap, .alert: rule.map { AlertCauses.explained(by: $0) } ?? []
        case .invalidation, .unannounced, .mark:
            entry.aftermath?.severity == nil ? [] : Self.hitRates
        case .failover, .config, .other: []
        }
    }

    /// Of what may follow from something else.
    fileprivate var ruleOfEffect: String? {
        if entry.kind == .invalidation {
            let steps = records.flatMap { $0.steps ?? [] }
            let areGone = !steps.isEmpty && steps.allSatisfy { $0.kind == .gone }
            return areGone ? Self.goneCounters : nil
        }
        return entry.kind == .evictions ? AlertRule.evictions.name : rule
    }

    private var rule: String? {
        switch entry.kind {
        case .alert: entry.alertRule
        case .gap where entry.subject == GapKind.restarted.rawValue:
            AlertRule.streamRestarted.name
        case .gap: AlertRule.eventsLost.name
        default: nil
        }
    }

    fileprivate func mayHaveMade(_ effect: Happening) -> Bool {
        guard Self.effectSeconds.contains(effect.entry.at.seconds(since: entry.at)) else {
            return false
        }
        guard [.invalidation, .unannounced, .mark].contains(entry.kind),
            let about = effect.entry.alertSubject
        else { return true }
        let own = concernedResources
        return own.isEmpty || own.contains(about)
    }
}
