import Console
import Foundation
import LiveCache
import Metrics

// What concerns changing the cache: guards, who it is, where it is written down.

extension SettingsSource {
    func guards(_ options: CommonOptions) throws(Ending) -> InvalidationGuards {
        var guards = InvalidationGuards()
        guards.isReadOnly = try flag("read-only", options.readOnly)
        if let name = text("env", options.environment) {
            guard Settings.environments.contains(name) else {
                throw Ending(
                    .usedWrongly, "--env is '\(name)'; use production, staging or development.")
            }
            guards.isProduction = name == "production"
        }
        guards.forbidden = try forbidden(options.forbid)
        guards.maxKeys =
            try count("max-purge-keys", options.maxPurgeKeys, 1...100_000_000)
            ?? InvalidationGuards.standardMaxKeys
        return guards
    }

    private func forbidden(
        _ option: String?
    ) throws(Ending) -> Set<InvalidationScope.Kind> {
        var kinds: Set<InvalidationScope.Kind> = []
        for part in (text("forbid", option) ?? "").split(separator: ",") {
            let word = part.trimmingCharacters(in: .whitespaces)
            guard let kind = InvalidationScope.Kind(rawValue: word) else {
                let known = InvalidationScope.Kind.allCases.map(\.rawValue)
                throw Ending(
                    .usedWrongly,
                    "forbid names '\(word)', which is no scope; choose of "
                        + known.joined(separator: ", ") + ".")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    func count(
        _ name: String, _ option: String?, _ range: ClosedRange<Int>
    ) throws(Ending) -> Int? {
        guard let text = text(name, option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Ending(
                .usedWrongly,
                "--\(name) is '\(text)'; use a number from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
        return number
    }

    /// nil: `none`, or there is no home to put it into.
    func auditFile(_ option: String?) -> String? {
        if let path = text("audit-file", option) { return path == "none" ? nil : path }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return "\(state)/cachetop/audit.jsonl"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/cachetop/audit.jsonl"
    }
}
