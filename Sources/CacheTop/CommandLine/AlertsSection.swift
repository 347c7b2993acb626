import Console
import Metrics

/// `alerts:` of the configuration file: each rule on or off, or with numbers of its own.
///
/// Every name is known or refused, with the line that it stands in: a rule that is misspelt would never fire.
struct AlertsSection {
    private(set) var settings = AlertSettings()
    private let resources: [String]

    init(_ node: YAMLNode, policy: CachePolicy) throws {
        resources = policy.resources.map(\.name)
        guard let mapping = node.mapping else {
            throw Self.problem(node, "'alerts' needs 'rule: on', 'rule: off' or a rule's numbers")
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let rule = AlertRule.all.first(where: { $0.name == name }) else {
                let known = AlertRule.all.map(\.name)
                throw Self.problem(
                    key, "there is no alert rule '\(name)'; \(Self.known(known, name))")
            }
            settings.rules[name] = try self.rule(rule, value)
        }
    }

    private func rule(_ rule: AlertRule, _ node: YAMLNode) throws -> AlertSettings.Rule {
        var own = AlertSettings.Rule()
        if let word = node.string {
            switch word.lowercased() {
            case "on", "true", "yes": return own
            case "off", "false", "no":
                own.isOn = false
                return own
            default:
                throw Self.problem(
                    node, "'\(rule.name)' is '\(word)'; use on, off" + Self.example(rule))
            }
        }
        guard let mapping = node.mapping else {
            throw Self.problem(node, "'\(rule.name)' is a list; use on, off" + Self.example(rule))
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let number = rule.numbers.first(where: { $0.name == name }) else {
                let known = rule.numbers.map(\.name)
                let hint = known.isEmpty ? "it has no numbers" : Self.known(known, name)
                throw Self.problem(key, "'\(rule.name)' has '\(name)'; \(hint)")
            }
            if let parts = value.mapping {
                own.ofResource[name] = try ofResources(number, rule, key, parts)
            } else {
                own.numbers[name] = try Self.value(of: number, rule.name, value)
            }
        }
        try check(own, of: rule, node)
        return own
    }

    private func ofResources(
        _ number: AlertNumber, _ rule: AlertRule, _ key: YAMLNode, _ parts: YAMLMapping
    ) throws -> [String: Double] {
        guard number.isPerResource else {
            throw Self.problem(
                key, "'\(number.name)' of '\(rule.name)' needs one value; \(number.hint)")
        }
        var values: [String: Double] = [:]
        for (key, value) in parts {
            let name = key.string ?? ""
            guard resources.contains(name) else {
                throw Self.problem(
                    key,
                    "'\(number.name)' of '\(rule.name)' names the resource '\(name)', which the policy "
                        + "does not have; \(Self.known(resources, name))")
            }
            values[name] = try Self.value(of: number, "\(rule.name)' for '\(name)", value)
        }
        return values
    }

    private func check(_ own: AlertSettings.Rule, of rule: AlertRule, _ node: YAMLNode) throws {
        func number(_ name: String) -> Double? {
            own.numbers[name] ?? rule.numbers.first { $0.name == name }?.standard
        }
        guard let warning = number("warning"), let critical = number("critical") else { return }
        guard warning > critical else { return }
        throw Self.problem(
            node,
            "the warning of '\(rule.name)' is above its critical: a graver alert would begin first")
    }

    private static func value(of number: AlertNumber, _ rule: String, _ node: YAMLNode) throws
        -> Double
    {
        let text = node.string ?? "a list"
        guard let value = read(text, as: number.unit), number.accepts(value) else {
            throw problem(node, "'\(number.name)' of '\(rule)' is '\(text)'; \(number.hint)")
        }
        return value
    }

    private static func read(_ text: String, as unit: AlertNumber.Unit) -> Double? {
        func plain(_ text: some StringProtocol) -> Double? {
            guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
            return Double(text)
        }
        switch unit {
        case .share:
            if text.hasSuffix("%") {
                return plain(text.dropLast().filter { $0 != " " }).map { $0 / 100 }
            }
            // 85 could be meant as 85 %, and 0.85, too.
            return plain(text).flatMap { $0 < 1 ? $0 : nil }
        case .points: return plain(text).map { $0 / 100 }
        case .seconds: return TypedSpan.seconds(text)
        case .perSecond, .count: return plain(text)
        }
    }

    private static func example(_ rule: AlertRule) -> String {
        guard let number = rule.numbers.first else { return "" }
        return
            " or its numbers, as in {\(number.name): \(number.standard.map { number.text($0) } ?? "85%")}"
    }

    private static func known(_ names: [String], _ word: String) -> String {
        var nearest = NearestNames(to: Array(word.utf8))
        for name in names { nearest.add(Array(name.utf8)) }
        let meant = nearest.nearest.first.map {
            "did you mean '\(String(decoding: $0, as: UTF8.self))'? "
        }
        return "\(meant ?? "")Known are \(names.joined(separator: ", "))"
    }

    private static func problem(_ node: YAMLNode, _ words: String) -> ConfigurationFile.Problem {
        ConfigurationFile.Problem(sentence: "line \(node.line): \(words).")
    }
}
