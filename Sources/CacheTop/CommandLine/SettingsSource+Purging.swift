import Console
import Foundation
import LiveCache
import Metrics

// What concerns changing the cache: guards, the operator's name, the trail.

extension SettingsSource {
    /// Guards add up: of file, variable and option the strictest wins, so that no place undoes what
    /// another forbids.
    func guards(_ options: CommonOptions) throws(Ending) -> InvalidationGuards {
        var guards = InvalidationGuards()
        guards.isReadOnly = options.readOnly
        for (place, text) in places("read-only", nil) where try SettingLookup.truth(text, of: place)
        {
            guards.isReadOnly = true
        }
        for (place, name) in places("env", options.environment) {
            guard Settings.environments.contains(name) else {
                throw Ending(
                    .usedWrongly,
                    "\(place) is '\(name)'; use production, staging or development.")
            }
            if name == "production" { guards.isProduction = true }
        }
        for (place, text) in places("forbid", options.forbid) {
            guards.forbidden.formUnion(try Self.scopes(text, of: place))
        }
        let name = "max-purge-keys"
        var limits: [Int] = []
        for (place, text) in places(name, options.maxPurgeKeys) {
            limits.append(try Self.number(text, of: place, 1...100_000_000))
        }
        guards.maxKeys = limits.min() ?? InvalidationGuards.standardMaxKeys
        return guards
    }

    /// Everywhere the setting is given, with a name for each place.
    private func places(_ name: String, _ option: String?) -> [(place: String, text: String)] {
        var places: [(String, String)] = []
        if let text = file.options[name] {
            places.append(("\(name == "env" ? "environment" : name) in the file", text))
        }
        let variable = SettingLookup.variable(name)
        if let text = lookup.variables.text(variable) { places.append((variable, text)) }
        if let option { places.append(("--\(name)", option)) }
        return places
    }

    private static func scopes(
        _ text: String, of place: String
    ) throws(Ending) -> Set<InvalidationScope.Kind> {
        var kinds: Set<InvalidationScope.Kind> = []
        for part in text.split(separator: ",") {
            let word = part.trimmingCharacters(in: .whitespaces)
            guard let kind = InvalidationScope.Kind(rawValue: word) else {
                let known = InvalidationScope.Kind.allCases.map(\.rawValue)
                throw Ending(
                    .usedWrongly,
                    "\(place) names '\(word)', which is not a scope; choose from "
                        + known.joined(separator: ", ") + ".")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    private static func number(
        _ text: String, of place: String, _ range: ClosedRange<Int>
    ) throws(Ending) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Ending(
                .usedWrongly,
                "\(place) is '\(text)'; use a number from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
        return number
    }

    func count(
        _ name: String, _ option: String?, _ range: ClosedRange<Int>
    ) throws(Ending) -> Int? {
        guard let text = text(name, option) else { return nil }
        return try Self.number(text, of: "--\(name)", range)
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
