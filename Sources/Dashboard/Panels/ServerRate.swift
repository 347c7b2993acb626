import Metrics
import Screen

/// The server's own hit rate in the hit-rate panel's rule, and what else is in it: reads of the
/// counters always, other watchers where commandstats show them, one node's traffic in a cluster.
struct ServerRate {
    /// From the longest on; the last only where there is more to say than usual.
    enum Form: CaseIterable { case long, short, brief }

    let readings: Readings

    /// Less than what the events say, but more where it can't be compared with that.
    var part: RulePart {
        RulePart(isUnusual ? .choice : .extra, Form.allCases.compactMap(line))
    }

    /// nil: there is no such form, or no rate.
    func line(_ form: Form) -> Line? {
        guard readings.serverRate.isKnown, form == .long || isUnusual else { return nil }
        var line = Line(
            DisplayText(label(form) + " "), readings.style(of: .otherReaders, else: .dim))
        line += readings.serverRate.line()
        if hasOtherReaders { line.append(form == .brief ? "! with other readers" : " !", .warning) }
        if form != .brief { line.append(" in 1m", .dim) }
        if let age { line.append(DisplayText(" \(age)"), .warning) }
        return line
    }

    private func label(_ form: Form) -> String {
        let isCluster = readings.isCluster
        switch form {
        case .long:
            return (isCluster ? "redis, this node only," : "redis")
                + (hasOtherReaders
                    ? " with reads of counters and other readers" : " with counter reads")
        case .short:
            return (isCluster ? "redis node" : "redis")
                + (hasOtherReaders ? ", other readers in it" : ", counters in it")
        case .brief: return isCluster ? "redis node" : "redis"
        }
    }

    private var age: String? { readings.state.age(of: readings.serverRate.state) }

    private var isUnusual: Bool { hasOtherReaders || readings.isCluster || age != nil }

    private var hasOtherReaders: Bool {
        readings.alert(.otherReaders) != nil
    }
}
