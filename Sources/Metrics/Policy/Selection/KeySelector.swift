/// Which keys a scope takes. The SCAN pattern is only the sieve before it: `selects` decides.
package struct KeySelector: Sendable, Hashable {
    package enum Form: Sendable, Hashable {
        /// Every key of the resource.
        case all(resource: Int)
        /// The keys of some things of the resource.
        case things(resource: Int, [ThingShape])
        /// What no counter covers: the keys of resources without one, and of the others those without a
        /// generation.
        case uncovered
        /// What the operator's own glob matches, of whatever kind.
        case glob([UInt8])
    }

    package let form: Form
    /// For SCAN's MATCH: at least all that is selected matches it. nil: every key has to be looked at.
    package let sieve: [UInt8]?

    init(_ form: Form, sieve: [UInt8]?) {
        self.form = form
        self.sieve = sieve
    }

    /// The keys of these things, found by one SCAN, however many they are; nil: their names say it all.
    static func things(_ shapes: [ThingShape], resource: Int, _ grammar: KeyGrammar) -> KeySelector?
    {
        let searched = shapes.filter { $0.sieve(prefix: grammar.prefix) != nil }
        guard let first = searched.first else { return nil }
        let sieve =
            searched.count == 1
            ? first.sieve(prefix: grammar.prefix)
            : grammar.sieve(ofResource: resource)
        return KeySelector(.things(resource: resource, searched), sieve: sieve)
    }

    /// Every key of the resource but a bare identity, which the plan names by itself.
    static func all(ofResource resource: Int, _ grammar: KeyGrammar) -> KeySelector {
        KeySelector(.all(resource: resource), sieve: grammar.sieve(ofResource: resource))
    }

    package static func glob(_ glob: [UInt8]) -> KeySelector {
        KeySelector(.glob(glob), sieve: glob)
    }

    package static let uncovered = KeySelector(.uncovered, sieve: nil)

    /// What is looked for, thing by thing; nil among them: everything that no counter covers.
    func patterns(_ grammar: KeyGrammar) -> [[UInt8]?] {
        switch form {
        case .uncovered: [nil]
        case .things(_, let shapes):
            shapes.compactMap { $0.sieve(prefix: grammar.prefix) }.map { .some($0) }
        case .all, .glob: [sieve]
        }
    }

    /// Whether the scope takes this key. A counter, the event stream and cachetop's own keys are selected
    /// by the operator's own glob only; whether they may go is for the guards to say.
    package func selects(_ key: [UInt8], _ grammar: KeyGrammar) -> Bool {
        key.withUnsafeBufferPointer { selects($0, grammar) }
    }

    package func selects(_ key: UnsafeBufferPointer<UInt8>, _ grammar: KeyGrammar) -> Bool {
        switch form {
        case .glob(let glob): return Glob.matches(glob, Array(key))
        case .all(let resource): return grammar.classify(key) == .resource(resource)
        case .things(let resource, let shapes):
            guard grammar.classify(key) == .resource(resource),
                let rest = grammar.strippingPrefix(key)
            else { return false }
            return shapes.contains { $0.matches(rest) }
        case .uncovered:
            guard case .resource(let index) = grammar.classify(key) else { return false }
            return grammar.policy.resources[index].counter == nil
                || grammar.generation(key, of: index) == nil
        }
    }
}
