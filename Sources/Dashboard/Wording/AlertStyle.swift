import Metrics
import Screen

// What colour an alert has. Panels ask for it by the rule and hold no limit of their own.

extension Style {
    init(_ severity: Alert.Severity?, else calm: Style = .plain) {
        switch severity {
        case .critical: self = .critical
        case .warning: self = .warning
        case .info, nil: self = calm
        }
    }

    /// The same for a bar.
    init(barOf severity: Alert.Severity?) {
        switch severity {
        case .critical: self = .barCritical
        case .warning: self = .barWarning
        case .info, nil: self = .bar
        }
    }
}

extension Snapshot {
    /// The style of a figure that a rule is about.
    func style(
        of rule: AlertRule, _ subject: String? = nil, else calm: Style = .plain
    ) -> Style {
        Style(alertNow(rule, of: subject)?.severity, else: calm)
    }
}
