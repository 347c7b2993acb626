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
