/// Looks a setting up in the three places: an option wins over a variable, a variable over the file.
package struct SettingLookup: Sendable {
    package let variables: Variables
    /// What the configuration file says, by the options' long names.
    private let file: [String: String]

    package init(_ environment: Variables.Environment, file: [String: String] = [:]) {
        variables = Variables(environment)
        self.file = file
    }

    /// - Parameter variable: nil: `CACHETOP_` and the option's name.
    package func text(_ name: String, _ option: String?, variable: String? = nil) -> String? {
        option ?? variables.text(variable ?? Self.variable(name)) ?? file[name]
    }

    package func flag(_ name: String, _ option: Bool) throws(Ending) -> Bool {
        guard !option, let text = text(name, nil) else { return option }
        return try Self.truth(text, of: Self.variable(name))
    }

    /// - Parameter place: what the value was given by, for the sentence about a wrong one.
    package static func truth(_ text: String, of place: String) throws(Ending) -> Bool {
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw Ending(.usedWrongly, "\(place) is '\(text)'; use true or false.")
        }
    }

    package func seconds(_ name: String, _ option: String?) throws(Ending) -> Double? {
        guard let text = text(name, option) else { return nil }
        guard let seconds = TimeText.seconds(text) else {
            throw Ending(.usedWrongly, "--\(name) is '\(text)'; \(TimeText.hint).")
        }
        return seconds
    }

    /// `CACHETOP_READ_ONLY` of `read-only`.
    package static func variable(_ name: String) -> String {
        "CACHETOP_" + name.uppercased().replacing("-", with: "_")
    }
}
