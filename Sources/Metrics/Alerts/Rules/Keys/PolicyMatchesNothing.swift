extension AlertRule {
    /// There are keys, and none of them belongs to a resource: the policy is of another shop, so every
    /// panel by resource shows an idle cache and a purge would find nothing.
    package static let policyMatchesNothing = AlertRule(
        "policyMatchesNothing", "no key belongs to a resource of the policy", reads: [.scan],
        hold: .none
    ) { facts in
        guard let survey = facts.history?.survey, let unclassified = survey.slots.last?.keys,
            unclassified > 0, survey.isComplete,
            survey.slots.dropLast().allSatisfy({ $0.keys == 0 })
        else { return [] }
        return [
            Alert(
                rule: "policyMatchesNothing", severity: .warning, value: Double(unclassified),
                message:
                    "None of the \(Format.grouped(UInt64(unclassified))) keys belongs to a resource "
                    + "of the policy. Run 'cachetop policy check', then set patterns and key-prefix "
                    + "in the file of --config.")
        ]
    }
}
