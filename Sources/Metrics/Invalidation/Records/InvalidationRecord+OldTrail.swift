extension InvalidationRecord {
    /// Its steps; of a record that an older cachetop wrote, which has none, what its scope means by this
    /// policy. The only place where the text of a scope is read, and only of such records.
    func knownSteps(by grammar: KeyGrammar) -> [RecordedStep] {
        if let steps { return steps }
        guard via != .observed, let scope = Self.scope(ofText: scope),
            let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
            case .redis(let steps) = plan.work
        else { return [] }
        return RecordedStep.steps(of: steps, grammar)
    }

    /// Only products are several; any other argument may have blanks in it.
    private static func scope(ofText text: String) -> InvalidationScope? {
        let word = text.prefix { $0 != " " }
        let rest = text.dropFirst(word.count + 1)
        let arguments = rest.isEmpty ? [] : word == "product" ? rest.split(separator: " ") : [rest]
        return try? InvalidationScope(String(word), arguments: arguments.map { Array($0.utf8) })
    }
}
