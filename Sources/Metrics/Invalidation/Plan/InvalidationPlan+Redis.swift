extension InvalidationPlan {
    /// The plan that goes to Redis itself: names the keys that the scope says, and selects the others by
    /// the grammar that classifies every key.
    ///
    /// - Throws: why the policy can't say which keys the scope means.
    package static func redis(
        _ scope: InvalidationScope, grammar: KeyGrammar, endpoint: String
    ) throws(Problem) -> InvalidationPlan {
        let steps = try RedisSteps(grammar: grammar).steps(of: scope)
        return InvalidationPlan(
            scope: scope, work: .redis(steps), target: endpoint,
            edgeSeconds: grammar.policy.edgeSeconds(of: scope))
    }
}

/// Which commands a scope means under a policy.
private struct RedisSteps {
    typealias Step = InvalidationPlan.Step
    typealias Problem = InvalidationPlan.Problem

    let grammar: KeyGrammar

    private var policy: CachePolicy { grammar.policy }

    func steps(of scope: InvalidationScope) throws(Problem) -> [Step] {
        switch scope {
        case .products(let ids):
            return try things(
                ids, of: policy["inventory"] == nil ? ["product"] : ["product", "inventory"])
        case .category(let slug): return try things([slug], of: ["category"])
        case .facets(let category?): return try things([category], of: ["facets"])
        case .inventory(let id): return try things([id], of: ["inventory"])
        case .facets(nil): return try all(of: "facets")
        case .trending:
            // A pattern without a placeholder is the name of its one key.
            let index = try index(of: "trending")
            if let key = grammar.onlyKey(ofResource: index) { return [.unlink([key])] }
            return try all(of: "trending")
        case .search: return [.increment(try counter(of: "search"))]
        case .global:
            return policy.counters.sorted { $0 == "version:global" && $1 != "version:global" }
                .map { .increment(Array(policy.key(ofCounter: $0).utf8)) } + [
                    .unlinkMatching(.uncovered)
                ]
        case .key(let key): return [.unlink([key])]
        case .pattern(let glob): return [.unlinkMatching(.glob(glob))]
        }
    }

    private func index(of resource: String) throws(Problem) -> Int {
        guard let index = policy.index(of: resource) else {
            throw Problem(
                description:
                    "The policy has no resource '\(resource)', so its keys are not known; use "
                    + "'purge key' or 'purge pattern'.")
        }
        return index
    }

    private func counter(of resource: String) throws(Problem) -> [UInt8] {
        guard let counter = policy[resource]?.counter else {
            throw Problem(
                description:
                    "The policy gives '\(resource)' no version counter, so there is nothing to "
                    + "increment; use 'purge pattern'.")
        }
        return Array(policy.key(ofCounter: counter).utf8)
    }

    private func all(of resource: String) throws(Problem) -> [Step] {
        let index = try index(of: resource)
        let bare = grammar.bareKey(ofResource: index).map { [Step.unlink([$0])] } ?? []
        return bare + [.unlinkMatching(.all(ofResource: index, grammar))]
    }

    /// First the keys that can be named, thing by thing, then what has to be searched, once a resource.
    private func things(
        _ arguments: [[UInt8]], of resources: [String]
    ) throws(Problem) -> [Step] {
        var seen: Set<[UInt8]> = []
        let arguments = arguments.filter { seen.insert($0).inserted }
        var named: [[UInt8]] = []
        var shapes: [Int: [ThingShape]] = [:]
        let indices = try resources.map { name throws(Problem) in try index(of: name) }
        for argument in arguments {
            for index in indices {
                let shape = try shape(of: index, argument)
                shapes[index, default: []].append(shape)
                if let key = try key(shape, of: index, argument) { named.append(key) }
            }
        }
        let searched = indices.compactMap { index in
            KeySelector.things(shapes[index] ?? [], resource: index, grammar)
        }
        return (named.isEmpty ? [] : [.unlink(named)]) + searched.map { .unlinkMatching($0) }
    }

    private func shape(of index: Int, _ argument: [UInt8]) throws(Problem) -> ThingShape {
        let resource = policy.resources[index]
        let placeholder = try resource.argumentPlaceholder.get()
        guard let pattern = grammar.patterns[index],
            let shape = ThingShape(pattern, placeholder: placeholder, argument: argument)
        else {
            throw Problem(
                description: "The pattern '\(resource.pattern)' of '\(resource.name)' has another "
                    + "placeholder right behind {\(placeholder)}, so nothing says where the argument ends; "
                    + "put a separator between them, or use 'purge key'.")
        }
        return shape
    }

    /// A named key that the grammar gives to something else is not the scope's to remove.
    private func key(
        _ shape: ThingShape, of index: Int, _ argument: [UInt8]
    ) throws(Problem) -> [UInt8]? {
        guard let named = shape.named else { return nil }
        let key = grammar.prefix + named
        let resource = policy.resources[index]
        let what: String
        switch grammar.classify(key) {
        case .resource(index): return key
        case .resource(let other): what = "a key of '\(policy.resources[other].name)'"
        case .counter: what = "a version counter"
        case .own: what = "the event stream or cachetop's own"
        case .unclassified:
            what = "no key of '\(resource.name)' by its pattern '\(resource.pattern)'"
        }
        throw Problem(
            description: "Not sent: with '\(KeyText.text(argument))' this would remove "
                + "\(KeyText.text(key)), which is \(what). Use 'purge key' to remove it by its name.",
            isRefusal: true)
    }
}
