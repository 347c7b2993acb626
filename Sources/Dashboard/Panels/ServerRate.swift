import Metrics
import Screen

/// The server's own hit rate in the hit-rate panel's rule, and what else is in it: reads of the
/// counters always, other watchers where commandstats show them, one node's traffic in a cluster.
struct ServerRate {
    /// From the longest on; the last only where there is more to say than usual.
    enum Form: CaseIterable { case long, short, brief }

    let state: State

    /// nil: there is no such form, or no rate.
    func line(_ form: Form) -> Line? {
        guard let window = state.shown.server.windows.first(where: { $0.seconds == 60 }),
            window.hitRate != nil, form == .long || isUnusual
        else { return nil }
        let percent = Format.percent(window.hitRate).padded(before: 5)
        let isOld = age != nil
        var line = Line(
            DisplayText(label(form) + " "), state.shown.style(of: .otherReaders, else: .dim))
        line.append(DisplayText(percent), isOld ? .dim : .plain)
        if hasOtherReaders { line.append(form == .brief ? "! with other readers" : " !", .warning) }
        if form != .brief {
            line.append(DisplayText(" in \(Format.span(Double(window.seconds)))"), .dim)
        }
        if let age { line.append(DisplayText(" \(age)"), .warning) }
        return line
    }

    private func label(_ form: Form) -> String {
        let isCluster = state.shown.isCluster
        switch form {
        case .long:
            return (isCluster ? "redis, this node only," : "redis,")
                + (hasOtherReaders ? " counters and other readers included" : " counters included")
        case .short:
            return (isCluster ? "redis node" : "redis")
                + (hasOtherReaders ? ", other readers in it" : ", counters in it")
        case .brief: return isCluster ? "redis node" : "redis"
        }
    }

    private var age: String? { state.age(of: state.state(of: .stats)) }

    private var isUnusual: Bool { hasOtherReaders || state.shown.isCluster || age != nil }

    private var hasOtherReaders: Bool {
        state.shown.alert(.otherReaders) != nil
    }
}
