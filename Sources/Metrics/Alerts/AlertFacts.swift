/// What a rule reads: a snapshot without its alerts, the history that it was derived from, its own numbers,
/// and which of its alerts hold already.
struct AlertFacts: Sendable {
    var snapshot: Snapshot
    /// nil: the snapshot comes from a file. Rules that need a history say nothing then.
    var history: History?
    /// No more will be observed: rules that wait for more to judge by wait no longer.
    var isFinal = false
    var settings = AlertSettings()
    /// The rule that is asked.
    fileprivate(set) var rule: AlertRule?

    var now: Timestamp { snapshot.takenAt }

    init(snapshot: Snapshot, history: History? = nil, isFinal: Bool = false) {
        self.snapshot = snapshot
        self.history = history
        self.isFinal = isFinal
        settings = history?.alertSettings ?? AlertSettings()
    }

    /// One of the rule's numbers; nil: it has no standard and was not set.
    func number(_ name: String, for resource: String? = nil) -> Double? {
        rule.flatMap { settings.number(name, of: $0, for: resource) }
    }

    /// Asks another rule's numbers and alerts.
    mutating func ask(_ rule: AlertRule) { self.rule = rule }

    /// How grave the rule's alert is that holds; nil: it does not.
    func held(_ subject: String? = nil) -> Alert.Severity? {
        rule.flatMap { history?.alertBoard.severity(of: $0.name, subject) }
    }

    /// When what the rule's alert is put down to happened; nil: it does not hold.
    func heldSince(_ subject: String?) -> Timestamp? {
        rule.flatMap { history?.alertBoard.alert(of: $0.name, subject)?.since }
    }
}

extension AlertFacts {
    /// What the rules that are on come to.
    func alerts(of rules: [AlertRule] = AlertRule.all) -> [Alert] {
        var facts = self
        return rules.flatMap { rule -> [Alert] in
            guard settings.isOn(rule) else { return [] }
            facts.rule = rule
            return rule.alerts(facts)
        }
    }

    /// Alerts that hold no more, whatever their hold.
    var over: Set<AlertIdentity> {
        let held = history?.alertBoard.held ?? []
        return Set(
            held.filter { alert in
                AlertRule.all.first { $0.name == alert.rule }?.isOver(self, alert) ?? false
            }.map(AlertIdentity.init))
    }

    /// The graver of the rule's two bounds that a value has reached; nil: neither. One that is reached counts
    /// until the value is below `end` of it.
    func level(
        of value: Double, subject: String? = nil, endingAt end: (Double) -> Double
    ) -> (bound: Double, severity: Alert.Severity)? {
        let held = held(subject)
        if let bound = number("critical"),
            value >= (held == .critical ? end(bound) : bound)
        {
            return (bound, .critical)
        }
        guard let bound = number("warning"), value >= (held != nil ? end(bound) : bound) else {
            return nil
        }
        return (bound, .warning)
    }
}
