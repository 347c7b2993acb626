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
        case (.baseline, 1): return ["off", "-5m", "-30m", "-1h"]
        case (.goto, 1): return ["now", "-5m", "-30m", "-1h"]
        case (.export, 1): return ExportedList.allCases.map(\.rawValue)
        case (.export, 2):
            let list = before.first.flatMap { ExportedList(rawValue: $0) }
            return list?.takesResource != true
                ? [] : shown.resources.map(\.name)
        case (.incident, 1): return setting.incidents.map(\.name) + ["off"]
        default: return []
        }
    }

    /// Identifiers of a scope that has been given so many.
    private func names(of scope: String, behind given: Int) -> [String] {
        // Nothing can be purged in the past.
        guard let kind = InvalidationScope.Kind(rawValue: scope), viewing == nil,
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
