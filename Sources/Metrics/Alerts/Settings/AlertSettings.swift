/// What the configuration says of the alert rules: which are off, and their numbers where they are other
/// than the standard ones.
package struct AlertSettings: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        package var isOn = true
        /// By name.
        package var numbers: [String: Double] = [:]
        /// By name, then by resource.
        package var ofResource: [String: [String: Double]] = [:]

        package init() {}
    }

    /// By the rule's name; a rule that is not in it is as it is by itself.
    package var rules: [String: Rule] = [:]

    package init() {}

    func isOn(_ rule: AlertRule) -> Bool { rules[rule.name]?.isOn ?? true }

    /// nil: it has no standard and was not set.
    func number(_ name: String, of rule: AlertRule, for resource: String? = nil) -> Double? {
        let own = rules[rule.name]
        if let resource, let number = own?.ofResource[name]?[resource] { return number }
        return own?.numbers[name] ?? rule.numbers.first { $0.name == name }?.standard
    }
}
