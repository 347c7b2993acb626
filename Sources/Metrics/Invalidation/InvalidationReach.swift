/// What an invalidation reaches on Redis: keys by name, patterns, counters. Tells whether two of them
/// concern the same.
struct InvalidationReach {
    private var keys: Set<String> = []
    private var globs: [[UInt8]] = []
    private var counters: Set<String> = []
    /// The keys that no counter covers, whatever their names.
    private var isEverything = false
    /// There are keys that it does not name.
    private(set) var isCut = false

    init(_ steps: [RecordedStep]) {
        for step in steps {
            keys.formUnion(step.keys)
            if let counter = step.counter { counters.insert(counter) }
            if step.isCut || step.kind == .other { isCut = true }
            guard step.kind == .unlinkMatching else { continue }
            if let pattern = step.pattern {
                globs.append(Array(pattern.utf8))
            } else {
                isEverything = true
            }
        }
    }

    private var removes: Bool { isEverything || isCut || !keys.isEmpty || !globs.isEmpty }

    func overlaps(_ other: InvalidationReach) -> Bool {
        if !counters.isDisjoint(with: other.counters) || !keys.isDisjoint(with: other.keys) {
            return true
        }
        if isEverything && other.removes || other.isEverything && removes { return true }
        return matches(other) || other.matches(self)
    }

    private func matches(_ other: InvalidationReach) -> Bool {
        globs.contains { glob in
            other.keys.contains { Glob.matches(glob, Array($0.utf8)) }
                || other.globs.contains { Glob.overlap(glob, $0) }
        }
    }
}

extension InvalidationRecord {
    /// Whether it invalidated something of what `scope` would: one of its keys, patterns or counters.
    /// What the record does not name may be any key of its resources.
    package func touches(_ scope: InvalidationScope, by grammar: KeyGrammar) -> Bool {
        let theirs = InvalidationReach(knownSteps(by: grammar))
        guard let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: ""),
            case .redis(let steps) = plan.work
        else { return self.scope == scope.text }
        let mine = InvalidationReach(RecordedStep.steps(of: steps, grammar))
        if theirs.overlaps(mine) { return true }
        guard theirs.isCut || mine.isCut else { return false }
        guard let resources else { return true }
        let affected = grammar.policy.resources(affectedBy: scope).map {
            grammar.policy.resources[$0].name
        }
        return !Set(affected).isDisjoint(with: resources)
    }

    /// Whether it raised this counter, or asked the API to.
    func raised(_ counter: String, by grammar: KeyGrammar) -> Bool {
        knownSteps(by: grammar).contains { $0.kind == .increment && $0.counter == counter }
    }
}
