extension InvalidationRecord {
    /// Its steps; of a record that an older cachetop wrote, which has none, what its scope means by this
    /// policy. The only place where the text of a scope is read, and only of such records.
    func knownSteps(by grammar: KeyGrammar) -> [RecordedStep] {
        if let steps { return steps }
        guard via != .observed else { return [] }
        let words = scope.split(separator: " ")
        guard let word = words.first,
            let scope = try? InvalidationScope(
                String(word), arguments: words.dropFirst().map { Array($0.utf8) }),
            let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
            case .redis(let steps) = plan.work
        else { return [] }
        return RecordedStep.steps(of: steps, grammar)
    }
}
