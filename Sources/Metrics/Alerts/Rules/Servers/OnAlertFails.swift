extension AlertRule {
    /// The command of `--on-alert` could not be run, failed or hung: someone was not told of an alert.
    package static let onAlertFails = AlertRule(
        "onAlertFails", "the command of --on-alert failed", hold: .none, isOfRun: true
    ) { facts in
        guard let outcome = facts.history?.alertCall, let failure = outcome.failure else {
            return []
        }
        return [
            Alert(
                rule: "onAlertFails", severity: .warning, subject: outcome.path,
                message: "\(outcome.path) did not pass on '\(outcome.rule)': \(failure). Run it by "
                    + "hand with a JSON document on its standard input.")
        ]
    }
}
