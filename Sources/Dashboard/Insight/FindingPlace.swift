import Metrics

/// Where what a finding speaks of can be seen: what Enter opens.
enum FindingPlace: Sendable, Hashable {
    case view(State.View)
    /// With the row that it is about.
    case panel(PanelID, row: RowID?)
    /// The list of keys, in one of its orders.
    case keys(KeyOrder.List, key: String?)

    /// For the rule of the findings: `product > why it misses`.
    var words: String {
        switch self {
        case .view(let view): view.name
        case .panel(let id, let row):
            [PanelKind[id]?.title, row?.name].compactMap(\.self).joined(separator: ": ")
        case .keys(let list, _): list.title
        }
    }
}

extension Finding {
    /// Distinguishes it from others, whatever its figures are now.
    var identity: String {
        var parts = [rule, resource ?? "", subject ?? ""]
        // Several of one kind: each has its moment.
        if case .text(let at)? = evidence["at"] { parts.append(at) }
        return parts.joined(separator: " ")
    }

    fileprivate var moment: Timestamp? {
        guard case .text(let at)? = evidence["at"] else { return nil }
        return Timestamp(rfc3339: at)
    }

    fileprivate func isOf(_ rules: FindingRule...) -> Bool { rules.contains { $0.name == rule } }
}

extension State {
    func place(of finding: Finding) -> FindingPlace {
        if finding.isOf(.flushed, .removedUnannounced, .counterRaised, .listenerGone) {
            let row = timelineRows.first { $0.entry.at == finding.moment }
            return .panel(.timeline, row: row?.rowID)
        }
        if finding.isOf(.counterDrift, .counterStorm, .deadGenerations) {
            return .panel(.versions, row: finding.subject.map { .counter($0) })
        }
        if finding.isOf(.memoryFills, .evicted) { return .panel(.memory, row: nil) }
        if finding.isOf(.stampedes) { return .keys(.stampedes, key: finding.subject) }
        if finding.isOf(.hotKey) { return .keys(.lookups, key: finding.subject) }
        guard let name = finding.resource, resource(name) != nil else {
            return .panel(.resources, row: nil)
        }
        if finding.isOf(.keysOverPolicy) { return .view(.keys(.overPolicy, of: name)) }
        if finding.isOf(.neverExpires) { return .view(.keys(.withoutExpiry, of: name)) }
        let isOfLookups = finding.isOf(
            .missesMost, .longerTTL, .earlyLosses, .writtenUnread, .expiryCliff)
        return .view(isOfLookups ? .why(name) : .resource(name))
    }
}
