/// What exactly would be done for a scope: shown before, and then done as it stands.
package struct InvalidationPlan: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case unlink([[UInt8]])
        /// SCAN with this pattern, UNLINK what it finds. A pattern of the operator's own that finds
        /// counters, the event stream or cachetop's keys is refused, or takes them knowingly; of
        /// the other scopes' they stay.
        case unlinkMatching([UInt8])
        /// INCR; once more if it answers 1 (the counter was missing).
        case increment([UInt8])
        /// SCAN, UNLINK the keys of resources without a counter, and those without a generation
        /// of the others.
        case unlinkResources
    }

    /// One POST to the API, its secret left out.
    package struct Request: Sendable, Hashable {
        package var type: String
        /// The member that names the thing, `id` or `category`, and its value.
        package var member: String?
        package var value: String?

        package init(type: String, member: String? = nil, value: String? = nil) {
            self.type = type
            self.member = member
            self.value = value
        }
    }

    package enum Work: Sendable, Hashable {
        case redis([Step])
        case api(url: String, [Request])
    }

    package var scope: InvalidationScope
    package var work: Work
    /// Who will be asked: the endpoint or the URL, without secrets.
    package var target: String
    /// How long after it the edge may serve the old copy.
    package var edgeSeconds: Int

    package init(scope: InvalidationScope, work: Work, target: String, edgeSeconds: Int) {
        self.scope = scope
        self.work = work
        self.target = target
        self.edgeSeconds = edgeSeconds
    }

    package var way: InvalidationRecord.Way {
        if case .api = work { return .api }
        return .redis
    }
}

extension InvalidationPlan {
    /// A scope that can't be carried out, or must not be, as a sentence.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
        /// A guard forbids it (read-only, forbidden scopes, too many keys, a replica): no fault.
        package var isRefusal: Bool

        package init(description: String, isRefusal: Bool = false) {
            self.description = description
            self.isRefusal = isRefusal
        }
    }

    /// The plan that goes to Redis itself.
    package static func redis(
        _ scope: InvalidationScope, policy: CachePolicy, endpoint: String
    ) throws(Problem) -> InvalidationPlan {
        let prefix = Array(policy.keyPrefix.utf8)
        func key(_ resource: String, _ rest: [UInt8]?) throws(Problem) -> [UInt8] {
            guard let resource = policy[resource] else {
                throw Problem(
                    description: "The policy has no resource '\(resource)', so its keys are not "
                        + "known; use 'purge key' or 'purge pattern'.")
            }
            guard let rest else { return prefix + Array(resource.segment.utf8) }
            if let key = resource.literalKey(rest) { return prefix + key }
            return prefix + Array(resource.segment.utf8) + [colon] + rest
        }
        func counter(of resource: String) throws(Problem) -> [UInt8] {
            guard let counter = policy[resource]?.counter else {
                throw Problem(
                    description: "The policy gives '\(resource)' no version counter, so there is "
                        + "nothing to increment; use 'purge pattern'.")
            }
            return Array(policy.key(ofCounter: counter).utf8)
        }
        func all(of resource: String) throws(Problem) -> [Step] {
            let bare = try key(resource, nil)
            return [.unlink([bare]), .unlinkMatching(Glob.escaping(bare) + Array(":*".utf8))]
        }
        let steps: [Step]
        switch scope {
        case .products(let ids):
            var keys: [[UInt8]] = []
            var seen: Set<[UInt8]> = []
            for id in ids where seen.insert(id).inserted {
                keys.append(try key("product", id))
                if policy["inventory"] != nil { keys.append(try key("inventory", id)) }
            }
            steps = [.unlink(keys)]
        case .category(let slug):
            let whole = try key("category", slug)
            steps = [.unlink([whole]), .unlinkMatching(Glob.escaping(whole) + Array(":*".utf8))]
        case .search:
            steps = [.increment(try counter(of: "search"))]
        case .global:
            steps =
                policy.counters.sorted { $0 == "version:global" && $1 != "version:global" }
                .map { .increment(Array(policy.key(ofCounter: $0).utf8)) } + [.unlinkResources]
        case .facets(let category?):
            steps = [.unlink([try key("facets", category)])]
        case .facets(nil):
            steps = try all(of: "facets")
        case .trending:
            let rest = policy["trending"]?.pattern.drop { $0 != ":" }.dropFirst() ?? ""
            if rest.contains("{") {
                steps = try all(of: "trending")
            } else {
                steps = [.unlink([try key("trending", rest.isEmpty ? nil : Array(rest.utf8))])]
            }
        case .inventory:
            steps = [.unlink([try key("inventory", scope.arguments.first)])]
        case .key(let key):
            steps = [.unlink([key])]
        case .pattern(let glob):
            steps = [.unlinkMatching(glob)]
        }
        return InvalidationPlan(
            scope: scope, work: .redis(steps), target: endpoint,
            edgeSeconds: policy.edgeSeconds(of: scope))
    }

    /// The plan that asks the shop's API; nil where the API has no such type, or where JSON
    /// can't carry the identifier: bytes that are no UTF-8 would name another thing.
    package static func api(
        _ scope: InvalidationScope, policy: CachePolicy, url: String, types: Set<String>
    ) -> InvalidationPlan? {
        guard types.contains(scope.kind.rawValue),
            scope.arguments.allSatisfy({ String(validating: $0, as: UTF8.self) != nil })
        else { return nil }
        let requests: [Request]
        switch scope {
        case .products(let ids):
            requests = ids.map {
                Request(type: "product", member: "id", value: KeyText.text($0))
            }
        case .category(let slug):
            requests = [
                Request(type: "category", member: "category", value: KeyText.text(slug))
            ]
        case .facets(let category):
            requests = [
                Request(
                    type: "facets", member: category.map { _ in "category" },
                    value: category.map(KeyText.text))
            ]
        case .search, .global, .trending:
            requests = [Request(type: scope.kind.rawValue)]
        case .inventory, .key, .pattern:
            return nil
        }
        return InvalidationPlan(
            scope: scope, work: .api(url: url, requests), target: url,
            edgeSeconds: policy.edgeSeconds(of: scope))
    }

    private static let colon = UInt8(ascii: ":")
}

extension CachePolicy {
    /// The indices of the resources that the scope may affect; a glob may affect all.
    package func resources(affectedBy scope: InvalidationScope) -> [Int] {
        switch scope {
        case .products: ["product", "inventory"].compactMap { index(of: $0) }
        case .category, .facets, .trending, .inventory:
            [index(of: scope.kind.rawValue)].compactMap(\.self)
        case .search:
            // Whoever shares the counter is bumped with it.
            resources.indices.filter {
                resources[$0].name == "search"
                    || resources[$0].counter.map(countersRaised(by: scope).contains) ?? false
            }
        case .key(let key):
            if case .resource(let index) = KeyGrammar(policy: self).classify(key) {
                [index]
            } else {
                []
            }
        case .global, .pattern: Array(resources.indices)
        }
    }

    /// The counters that the scope increments, without the common prefix.
    package func countersRaised(by scope: InvalidationScope) -> [String] {
        switch scope {
        case .search: [self["search"]?.counter].compactMap(\.self)
        case .global: counters
        default: []
        }
    }

    /// How long the edge may serve what the scope removes: the longest of its resources.
    package func edgeSeconds(of scope: InvalidationScope) -> Int {
        resources(affectedBy: scope).map { resources[$0].edgeSeconds }.max() ?? 0
    }

    /// The horizons of the resources that the scope may affect.
    package func edge(of scope: InvalidationScope) -> [BlastRadius.EdgeHorizon] {
        resources(affectedBy: scope).map { BlastRadius.EdgeHorizon(resources[$0]) }
    }
}

extension InvalidationPlan {
    /// What will be sent, a line each, in the words of the protocol; the secret left out.
    package var descriptions: [String] {
        switch work {
        case .api(let url, let requests):
            requests.map { request in
                let member = request.member.map { ", \"\($0)\": \"\(request.value ?? "")\"" } ?? ""
                return "POST \(url) {\"type\": \"\(request.type)\"\(member), \"secret\": …}"
            }
        case .redis(let steps): steps.map(\.description)
        }
    }
}

extension InvalidationPlan.Step: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unlink(let keys):
            "UNLINK " + keys.map(KeyText.text).joined(separator: " ")
        case .unlinkMatching(let glob):
            "SCAN MATCH \(KeyText.text(glob)), UNLINK what it finds"
        case .increment(let key):
            "INCR \(KeyText.text(key))"
        case .unlinkResources:
            "SCAN all keys, UNLINK those of resources without a counter and those without a "
                + "version; counters, events and unclassified keys stay"
        }
    }
}
