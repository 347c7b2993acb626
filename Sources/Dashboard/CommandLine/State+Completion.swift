import Metrics
import Screen

// What can be typed behind `:`.

extension State {
    /// What can be typed behind these words; the most used first.
    func completions(behind words: [String]) -> [String] {
        guard let first = words.first, let verb = CommandVerb.named(first) else {
            return words.isEmpty ? CommandVerb.allCases.map(\.rawValue) : []
        }
        let before = words.dropFirst()
        switch (verb, words.count) {
        case (.purge, 1): return InvalidationScope.Kind.allCases.map(\.rawValue)
        case (.purge, _): return before.first.map { names(of: $0, behind: before.count - 1) } ?? []
        case (.set, 1): return ["interval"]
        case (.view, 1): return viewNames
        case (.explain, 1): return shown.resources.map(\.name)
        case (.baseline, 1): return ["off", "-5m", "-30m", "-1h"]
        case (.goto, 1): return ["now", "-5m", "-30m", "-1h"]
        case (.export, 1): return ExportedList.allCases.map(\.rawValue)
        case (.export, 2):
            let list = before.first.flatMap { ExportedList.named($0) }
            return list?.takesResource != true
                ? [] : shown.resources.map(\.name)
        case (.incident, 1): return incidentNames
        default: return []
        }
    }

    var incidentNames: [String] { setting.incidents.map(\.name) + [TypedCommand.off] }

    /// What can be typed behind these words, with what it means where a line can say it.
    func proposals(behind words: [String]) -> [Proposal] {
        let explanations = explanations(behind: words)
        return completions(behind: words).map { Proposal($0, explanation: explanations[$0]) }
    }

    private func explanations(behind words: [String]) -> [String: String] {
        guard let first = words.first else {
            return Dictionary(
                uniqueKeysWithValues: CommandVerb.allCases.map { verb in
                    let usage = verb.usage.replacing("…", with: glyphs.ellipsis.string)
                    return (verb.rawValue, usage.isEmpty ? verb.help : "\(usage): \(verb.help)")
                })
        }
        guard words.count == 1, CommandVerb.named(first) == .incident else { return [:] }
        return Dictionary(
            setting.incidents.map { ($0.name, $0.what) }
                + [(TypedCommand.off, "ends them; the keys that they wrote expire")],
            uniquingKeysWith: { first, _ in first })
    }

    /// Identifiers of a scope that has been given so many.
    private func names(of scope: String, behind given: Int) -> [String] {
        // Nothing can be purged in the past.
        guard let name = InvalidationScope.Kind.meant(scope).name,
            let kind = InvalidationScope.Kind(rawValue: name), viewing == nil,
            given < kind.arguments.upperBound
        else { return [] }
        return history.knownNames(for: kind)?.names.map(\.bytes).compactMap(Self.typed) ?? []
    }

    /// What is shown with escapes would name another thing when it is typed.
    private static func typed(_ name: [UInt8]) -> String? {
        guard !name.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return String(validating: name, as: UTF8.self)
    }
}
