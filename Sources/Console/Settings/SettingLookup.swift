import Metrics

/// Looks a setting up in the three places: an option wins over a variable, a variable over the file.
package struct SettingLookup: Sendable {
    package let variables: Variables
    /// What the configuration file says, by the options' long names.
    private let file: [String: String]
    /// The configuration file; empty: there is none.
    private let fileName: String

    package init(
        _ environment: Variables.Environment, file: [String: String] = [:],
        named fileName: String = ""
    ) {
        variables = Variables(environment)
        self.file = file
        self.fileName = fileName
    }

    /// - Parameter variable: nil: `CACHETOP_` and the option's name.
    package func setting(
        _ name: String, _ option: String?, variable: String? = nil
    ) -> Setting? {
        if let option { return Setting(option, from: "--\(name)") }
        let variable = variable ?? Self.variable(name)
        if let text = variables.text(variable) { return Setting(text, from: variable) }
        return inFile(name)
    }

    package func text(_ name: String, _ option: String?, variable: String? = nil) -> String? {
        setting(name, option, variable: variable)?.text
    }

    package func inFile(_ name: String) -> Setting? {
        // The file's name for it is longer.
        let word = name == "env" ? "environment" : name
        return file[name].map { Setting($0, from: "'\(word)' in \(fileName)") }
    }

    package func flag(_ name: String, _ option: Bool) throws(Ending) -> Bool {
        guard !option, let setting = setting(name, nil) else { return option }
        return try Self.truth(setting)
    }

    package static func truth(_ setting: Setting) throws(Ending) -> Bool {
        switch setting.text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw setting.wrong("use true or false")
        }
    }

    package func seconds(
        _ name: String, _ option: String?, in range: ClosedRange<Double>? = nil,
        hint: String = TypedSpan.hint
    ) throws(Ending) -> Double? {
        guard let setting = setting(name, option) else { return nil }
        guard let seconds = TypedSpan.seconds(setting.text), range?.contains(seconds) ?? true else {
            throw setting.wrong(hint)
        }
        return seconds
    }

    /// `CACHETOP_READ_ONLY` of `read-only`.
    package static func variable(_ name: String) -> String {
        "CACHETOP_" + name.uppercased().replacing("-", with: "_")
    }
}
