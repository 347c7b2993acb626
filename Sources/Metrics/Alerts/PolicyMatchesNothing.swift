/// There are keys, and none of them belongs to a resource: the policy is of another shop, so every panel by
/// resource shows an idle cache and a purge would find nothing.
package enum PolicyMatchesNothing {
    package static let rule = "policyMatchesNothing"
    static func alert(_ survey: KeyspaceSurvey?, since: Timestamp? = nil) -> Alert? {
        guard let survey, let unclassified = survey.slots.last?.keys, unclassified > 0,
            survey.isComplete,
            survey.slots.dropLast().allSatisfy({ $0.keys == 0 })
        else { return nil }
        return Alert(
            rule: rule, severity: .warning, value: Double(unclassified), since: since,
            message:
                "None of the \(Format.grouped(UInt64(unclassified))) keys belongs to a resource "
                + "of the policy. Run 'cachetop policy check', then set patterns and key-prefix in "
                + "the file of --config.")
    }
}
