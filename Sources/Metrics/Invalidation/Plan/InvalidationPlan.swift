/// What exactly would be done for a scope: shown before, and then done as it stands.
package struct InvalidationPlan: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case unlink([[UInt8]])
        /// SCAN with the selector's sieve, UNLINK what it selects. A pattern of the operator's own that
        /// finds counters, the event stream or cachetop's keys is refused, or takes them knowingly.
        case unlinkMatching(KeySelector)
        /// INCR; once more if it answers 1 (the counter was missing).
        case increment([UInt8])
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
}

extension InvalidationPlan {
    /// Whether it would change nothing on Redis: no key is there to remove, and no counter is raised. A
    /// typing error looks like this. False where the API decides, and where nothing could be counted.
    package func finds(nothing radius: BlastRadius) -> Bool {
        guard case .redis = work, radius.keys == 0 else { return false }
        return countersRaised == 0
    }

    /// Whether keys go by UNLINK, of which there may be none.
    package var unlinks: Bool {
        guard case .redis(let steps) = work else { return false }
        return steps.contains { if case .increment = $0 { false } else { true } }
    }

    /// How many counters it raises by itself.
    package var countersRaised: Int {
        guard case .redis(let steps) = work else { return 0 }
        return steps.count { if case .increment = $0 { true } else { false } }
    }

    /// Whether one of the steps takes the key: nothing else may be removed.
    package func takes(_ key: [UInt8], _ grammar: KeyGrammar) -> Bool {
        guard case .redis(let steps) = work else { return false }
        return steps.contains { step in
            switch step {
            case .unlink(let keys): keys.contains(key)
            case .unlinkMatching(let selector): selector.selects(key, grammar)
            case .increment: false
            }
        }
    }
}
