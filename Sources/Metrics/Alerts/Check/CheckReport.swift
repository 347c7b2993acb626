/// What the rules come to, once, for a monitor: each is all right, holds, or can't be judged.
package struct CheckReport: Sendable, Hashable {
    /// The worst that a set of rules comes to; the numbers are Nagios' exit statuses.
    package enum Status: Int, Sendable, Hashable, Codable {
        case ok, warning, critical, unknown

        package var name: String {
            switch self {
            case .ok: "ok"
            case .warning: "warning"
            case .critical: "critical"
            case .unknown: "unknown"
            }
        }

        /// Above the others what is known to be wrong, then what is not known.
        fileprivate var weight: Int {
            switch self {
            case .ok: 0
            case .unknown: 1
            case .warning: 2
            case .critical: 3
            }
        }
    }

    package struct Result: Sendable, Hashable {
        package var rule: String
        package var status: Status
        /// Those that hold, the worst first.
        package var alerts: [Alert]
        /// Of what can't be judged.
        package var why: String?
        /// It was not asked for by name and needs more time than there was, or what this server does not report: it does not count.
        package var isLeftOut = false
    }

    package var results: [Result]

    package var status: Status {
        results.filter { !$0.isLeftOut }.map(\.status).max { $0.weight < $1.weight } ?? .ok
    }

    /// - Parameters:
    ///   - names: of the rules that are asked for; empty: all of them.
    ///   - seconds: how long was observed, by earlier runs, too.
    package init(
        _ snapshot: Snapshot, rules names: [String], observedSeconds seconds: Double,
        settings: AlertSettings = AlertSettings()
    ) {
        let rules = AlertRule.judgedOnce.filter {
            names.isEmpty || names.contains($0.name)
        }
        results = rules.map { rule in
            if !settings.isOn(rule) {
                return Result(
                    rule: rule.name, status: .unknown, alerts: [],
                    why: "It is switched off in the configuration.", isLeftOut: names.isEmpty)
            }
            // What is over and only stays for a while is not so.
            let alerts = snapshot.alerts.filter { $0.rule == rule.name && $0.isNow }
            if alerts.isEmpty, rule.needsSeconds > seconds {
                return Result(
                    rule: rule.name, status: .unknown, alerts: [],
                    why: "It needs \(Format.span(rule.needsSeconds)) of observation: use --for, or "
                        + "--state and run it again.",
                    isLeftOut: names.isEmpty)
            }
            if alerts.isEmpty, let trouble = rule.reads.lazy.compactMap(snapshot.trouble).first {
                return Result(
                    rule: rule.name, status: .unknown, alerts: [], why: trouble.why,
                    isLeftOut: names.isEmpty && trouble.isForGood)
            }
            if alerts.isEmpty, let why = rule.unknown(snapshot) {
                return Result(
                    rule: rule.name, status: .unknown, alerts: [], why: why,
                    isLeftOut: names.isEmpty)
            }
            let sorted = alerts.sorted { Status($0).weight > Status($1).weight }
            return Result(
                rule: rule.name, status: sorted.first.map { Status($0) } ?? .ok, alerts: sorted)
        }
    }
}

extension CheckReport.Status {
    fileprivate init(_ alert: Alert) {
        switch alert.severity {
        case .info: self = .ok
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}

extension Snapshot {
    /// Why a source's figures are not known, and whether they never will be; nil: they are fresh.
    fileprivate func trouble(_ source: Source) -> (why: String, isForGood: Bool)? {
        switch state(of: source) {
        case .fresh: nil
        case .notYet(let why): (why ?? "There is no answer so far.", false)
        case .notTold(let why): (why, true)
        case .asOf(_, let why), .refused(let why): (why, false)
        }
    }
}
