/// What the configuration says of one alert rule, as the snapshot's `alertSettings[]` has it: a file is drawn
/// with the bounds by which it was judged.
package struct AlertSetting: Sendable, Hashable, Codable {
    package struct Number: Sendable, Hashable, Codable {
        package var name: String
        /// null: of all resources that have none of their own.
        @Nullable package var resource: String?
        package var value: Double

        package init(name: String, resource: String?, value: Double) {
            self.name = name
            self.resource = resource
            self.value = value
        }
    }

    package var rule: String
    package var isOn: Bool
    package var numbers: [Number]

    package init(rule: String, isOn: Bool, numbers: [Number]) {
        self.rule = rule
        self.isOn = isOn
        self.numbers = numbers
    }
}

extension AlertSettings {
    /// In the order of their names.
    var listed: [AlertSetting] {
        rules.sorted { $0.key < $1.key }.map { name, rule in
            let all = rule.numbers.sorted { $0.key < $1.key }.map {
                AlertSetting.Number(name: $0.key, resource: nil, value: $0.value)
            }
            let each = rule.ofResource.sorted { $0.key < $1.key }.flatMap { number, values in
                values.sorted { $0.key < $1.key }.map {
                    AlertSetting.Number(name: number, resource: $0.key, value: $0.value)
                }
            }
            return AlertSetting(rule: name, isOn: rule.isOn, numbers: all + each)
        }
    }

    package init(_ list: [AlertSetting]) {
        self.init()
        for setting in list {
            var rule = Rule()
            rule.isOn = setting.isOn
            for number in setting.numbers where number.value.isFinite {
                if let resource = number.resource {
                    rule.ofResource[number.name, default: [:]][resource] = number.value
                } else {
                    rule.numbers[number.name] = number.value
                }
            }
            rules[setting.rule] = rule
        }
    }
}
