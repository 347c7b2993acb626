import Metrics
import Screen

/// What a scope would touch now, by the last sweep and the counters: before anything is counted for a
/// plan.
struct ScopeOutlook {
    let state: State
    let kind: InvalidationScope.Kind
    /// The identifier that the selected row fills in, with what is known of it.
    let name: KnownNames.Name?

    private var policy: CachePolicy { state.history.policy }

    /// `product 42`, or `product ID`.
    var scope: Line {
        let word = Line(DisplayText(kind.rawValue))
        if let name { return word + Line(DisplayText(" \(name.text)"), .accent) }
        guard let argument = kind.argumentName else { return word }
        return word + Line(DisplayText(kind == .facets ? " [\(argument)]" : " \(argument)"), .dim)
    }

    /// The longest first.
    var touches: [Line] {
        switch kind {
        case .search, .global: raised
        case .key: name == nil ? [Line("one key", .dim)] : [Line("1 key")]
        case .pattern: [Line("what the glob matches", .dim), Line("its keys", .dim)]
        case .product, .inventory, .category, .facets:
            if let name {
                [Line(DisplayText(name.keys.map { Format.keys($0) } ?? Format.absent))]
            } else if kind == .facets {
                [
                    Line(DisplayText("all \(allKeys), or one category")),
                    Line(DisplayText(allKeys)),
                ]
            } else {
                ["one of \(allKeys)", "of \(allKeys)"].map { Line(DisplayText($0), .dim) }
            }
        case .trending: [Line(DisplayText(allKeys))]
        }
    }

    /// When a change shows everywhere, purged now: as the plan says it.
    var newBy: Line {
        guard let newAgain else { return Line(DisplayText(Format.absent), .dim) }
        guard let at = newAgain.everywhereAt, at > state.serverNow else {
            return Line("at once", .dim)
        }
        return Line(DisplayText(state.time(at)))
    }

    /// nil: it depends on what is typed.
    private var newAgain: NewAgain? {
        switch kind {
        case .pattern: return nil
        case .key where name == nil: return nil
        default:
            let argument = [name?.bytes ?? Array("x".utf8)]
            let scope = try? InvalidationScope(
                kind, arguments: kind.argumentName == nil ? [] : argument)
            return scope.map { policy.newAgain(after: $0, at: state.serverNow) }
        }
    }

    // MARK: Keys and counters

    private var allKeys: String { keys(of: [kind.rawValue]) }

    /// Live ones and dead ones, as the last sweep counted them.
    private func keys(of resources: [String], isAlive: Bool = false) -> String {
        let reports = state.shown.resources.filter { resources.contains($0.name) }
        let counts = reports.map { report in
            report.keys.map { keys in
                keys - min(keys, isAlive ? report.deadGenerations?.keys ?? 0 : 0)
            }
        }
        guard !counts.isEmpty, !counts.contains(nil) else { return "\(Format.absent) keys" }
        let sum = counts.compactMap(\.self).reduce(0, saturating)
        let mark = reports.contains { $0.estimated == true } ? "~" : ""
        return mark + Format.keys(sum)
    }

    /// Whether a counter was raised after the sweep had begun, so that keys of its value were not met.
    private func isSweepOlder(than counters: [String]) -> Bool {
        counters.contains { counter in
            let key = policy.key(ofCounter: counter)
            guard let raised = state.shown.versions.first(where: { $0.key == key })?.changedAt
            else { return false }
            return state.shown.resources.contains { report in
                guard report.policy.counter == counter, let end = report.sweptAt else {
                    return false
                }
                return raised > end.adding(seconds: -(report.sweepSeconds ?? 0))
            }
        }
    }

    private func saturating(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }

    /// Which counters rise, and the keys that are dead or gone then.
    private var raised: [Line] {
        let scope: InvalidationScope = kind == .global ? .global : .search
        let counters = policy.countersRaised(by: scope)
        guard !counters.isEmpty else { return [Line("no counter in the policy", .dim)] }
        let resources = policy.resources(affectedBy: scope).map { policy.resources[$0].name }
        let words = counters.map { counter in
            let key = policy.key(ofCounter: counter)
            let version = state.shown.versions.first { $0.key == key }
            let name = version?.name ?? counter
            let arrow = state.glyphs.arrow
            if let value = version?.value { return "\(name) v\(value)\(arrow)\(value &+ 1)" }
            // To the API a missing counter is 1.
            let isAbsent = state.shown.state(ofCounter: key).moment != nil
            return isAbsent ? "\(name) absent\(arrow)v2" : "\(name) version unknown"
        }
        let several = counters.count == 1 ? words.joined() : "\(counters.count) counters"
        guard !isSweepOlder(than: counters) else {
            // The sweep has the keys of former versions, which are dead by now.
            return [
                "\(words.joined(separator: ", ")): keys not counted since the last raise",
                "\(words.joined(separator: ", ")): keys not counted yet",
                "\(several): keys not counted yet", "keys not counted yet",
            ].map { Line(DisplayText($0)) }
        }
        let keys = keys(of: resources, isAlive: true)
        return [
            "\(words.joined(separator: ", ")): \(keys)",
            "\(several): \(keys)", keys,
        ].map { Line(DisplayText($0)) }
    }
}
