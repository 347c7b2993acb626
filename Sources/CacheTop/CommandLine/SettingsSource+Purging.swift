import Console
import FoundationEssentials
import LiveCache
import Metrics

// What concerns changing the cache: guards, the operator's name, the trail.

extension SettingsSource {
    /// Guards add up: of file, variable and option the strictest wins, so that no place undoes what
    /// another forbids.
    func guards(_ options: CommonOptions) throws(Ending) -> InvalidationGuards {
        var guards = InvalidationGuards()
        guards.isReadOnly = options.readOnly
        for setting in all("read-only", nil) where try SettingLookup.truth(setting) {
            guards.isReadOnly = true
        }
        for setting in all("env", options.environment) {
            guard Settings.environments.contains(setting.text) else {
                throw setting.wrong("use production, staging or development")
            }
            if setting.text == "production" { guards.isProduction = true }
        }
        for setting in all("forbid", options.forbid) {
            guards.forbidden.formUnion(try Self.scopes(setting))
        }
        var limits: [Int] = []
        for setting in all("max-purge-keys", options.maxPurgeKeys) {
            limits.append(try Self.number(setting, 1...100_000_000))
        }
        guards.maxKeys = limits.min() ?? InvalidationGuards.standardMaxKeys
        return guards
    }

    /// Everywhere the setting is given.
    private func all(_ name: String, _ option: String?) -> [Setting] {
        let variable = SettingLookup.variable(name)
        return [
            lookup.inFile(name),
            lookup.variables.text(variable).map { Setting($0, from: variable) },
            option.map { Setting($0, from: "--\(name)") },
        ].compactMap(\.self)
    }

    private static func scopes(
        _ setting: Setting
    ) throws(Ending) -> Set<InvalidationScope.Kind> {
        var kinds: Set<InvalidationScope.Kind> = []
        for part in setting.text.split(separator: ",") {
            let word = Variables.trimmed(part)
            guard let kind = InvalidationScope.Kind(rawValue: word) else {
                let known = InvalidationScope.Kind.allCases.map(\.rawValue)
                throw Ending(
                    .usedWrongly,
                    "\(setting.place) names '\(word)', which is not a scope; choose from "
                        + known.joined(separator: ", ") + ".")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    private static func number(
        _ setting: Setting, _ range: ClosedRange<Int>
    ) throws(Ending) -> Int {
        guard let number = Int(setting.text), range.contains(number) else {
            throw setting.wrong("use a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func count(
        _ name: String, _ option: String?, _ range: ClosedRange<Int>
    ) throws(Ending) -> Int? {
        guard let setting = lookup.setting(name, option) else { return nil }
        return try Self.number(setting, range)
    }

    func pace(_ option: String?) throws(Ending) -> Pace {
        guard let setting = lookup.setting("pace", option) else { return .normal }
        guard let pace = Pace(rawValue: setting.text) else {
            throw setting.wrong("use gentle, normal or full")
        }
        return pace
    }

    /// nil: `none`, or there is no folder to put it into (`trailProblem`).
    func auditFile(_ option: String?) -> String? {
        if let path = text("audit-file", option) { return path == "none" ? nil : path }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return "\(state)/cachetop/audit.jsonl"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/cachetop/audit.jsonl"
    }

    /// Why there is no trail though it was not switched off, as a sentence; nil: there is one, or it was.
    func trailProblem(_ option: String?) -> String? {
        guard text("audit-file", option) == nil, auditFile(option) == nil else { return nil }
        return
            "No audit trail is written: neither HOME nor XDG_STATE_HOME names a folder for it. Name "
            + "a file with --audit-file, or say --audit-file none."
    }
}
