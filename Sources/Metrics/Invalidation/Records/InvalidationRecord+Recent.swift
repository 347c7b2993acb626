extension InvalidationRecord {
    /// Whether it invalidated something of what `scope` would: one of its keys, patterns or counters.
    /// What the record does not name may be any key of its resources.
    package func touches(_ scope: InvalidationScope, by grammar: KeyGrammar) -> Bool {
        guard let mine = InvalidationReach(scope, grammar) else { return self.scope == scope.text }
        let theirs = InvalidationReach(knownSteps(by: grammar))
        if theirs.overlaps(mine) { return true }
        guard theirs.isCut || mine.isCut else { return false }
        guard let resources else { return true }
        let affected = grammar.policy.resources(affectedBy: scope).map {
            grammar.policy.resources[$0].name
        }
        return !Set(affected).isDisjoint(with: resources)
    }

    /// As a plan shows it beside "recent"; nil: it changed nothing, or nothing of what the scope would. Of an
    /// entry of the event stream first what the scope would change, too.
    package func recent(for scope: InvalidationScope, by grammar: KeyGrammar) -> InvalidationRecord?
    {
        guard changedSomething, touches(scope, by: grammar) else { return nil }
        guard via == .observed, let steps, let mine = InvalidationReach(scope, grammar) else {
            return self
        }
        let single = steps.flatMap(\.singles)
        let same = single.filter { InvalidationReach([$0]).overlaps(mine) }.flatMap(\.words)
        guard let first = same.first else { return self }
        var record = self
        let more = single.count - 1
        record.scope = more > 0 ? "\(first), and \(more) more" : first
        return record
    }

    /// Whether it raised this counter, or asked the API to.
    func raised(_ counter: String, by grammar: KeyGrammar) -> Bool {
        knownSteps(by: grammar).contains { $0.kind == .increment && $0.counter == counter }
    }
}

extension InvalidationReach {
    /// nil: the policy doesn't say what the scope means.
    fileprivate init?(_ scope: InvalidationScope, _ grammar: KeyGrammar) {
        guard let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
            case .redis(let steps) = plan.work
        else { return nil }
        self.init(RecordedStep.steps(of: steps, grammar))
    }
}

extension RecordedStep {
    /// A step for each key that it names.
    fileprivate var singles: [RecordedStep] {
        guard kind == .unlink else { return [self] }
        return keys.map {
            var step = self
            (step.keys, step.count) = ([$0], 1)
            return step
        }
    }
}
