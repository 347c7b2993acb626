import Metrics

/// Newest first, but that a cause (a FLUSH, a restart, a purge, a deployment) stands before what follows from it:
/// a list that has room for a few rows shows none of the effects without their cause.
struct CauseOrder {
    private let rows: [TimelineRow]
    /// By the row's place: that of its cause.
    private var causes: [Int: Int] = [:]

    /// - Parameter rows: newest first.
    init(_ rows: [TimelineRow]) {
        self.rows = rows
        let explained = rows.map(\.happening.explainedRules)
        for (place, row) in rows.enumerated() {
            guard let rule = row.happening.ruleOfEffect else { continue }
            let fitting = rows.indices.filter { other in
                other != place && explained[other].contains(rule)
                    && rows[other].happening.mayHaveMade(row.happening)
            }
            // What emptied the database explains more than what came in between; else the newest does.
            causes[place] =
                fitting.first { rows[$0].happening.emptiesDatabase } ?? fitting.first
        }
    }

    var ordered: [TimelineRow] {
        var result: [TimelineRow] = []
        var visited: Set<Int> = []
        func visit(_ place: Int) {
            guard visited.insert(place).inserted else { return }
            if let cause = causes[place] { visit(cause) }
            var row = rows[place]
            row.isEffect = causes[place] != nil
            result.append(row)
        }
        rows.indices.forEach(visit)
        return result
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

    fileprivate var emptiesDatabase: Bool { entry.kind == .flush || entry.kind == .restart }

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
        case .alert: entry.subject.map { String($0.prefix { $0 != " " }) }
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
        guard entry.kind == .invalidation || entry.kind == .unannounced,
            let about = effect.entry.subject?.drop(while: { $0 != " " }).dropFirst(),
            !about.isEmpty
        else { return true }
        let own = concernedResources
        return own.isEmpty || own.contains(String(about))
    }
}
