extension CachePolicy {
    /// What makes a table unusable, as a sentence; nil when it can be used.
    package var problem: String? {
        if resources.isEmpty { return "The policy names no resource; name at least one." }
        if keyPrefix.utf8.starts(with: "cachetop:".utf8) {
            return "The key-prefix '\(keyPrefix)' is kept for cachetop's own keys; choose another."
        }
        // Swift takes two spellings of one text for equal, Redis does not.
        let spellings = Set(resources.compactMap { $0.counter.map { Array($0.utf8) } })
        if spellings.count != counters.count {
            return "Two counters differ only in how an accent is encoded; name them apart."
        }
        var names: Set<String> = []
        for resource in resources {
            if resource.name.isEmpty {
                return "A resource has an empty name; give each one a name."
            }
            if !names.insert(resource.name).inserted {
                return "Two resources are named '\(resource.name)'; names must differ."
            }
            if let problem = resource.patternProblem ?? resource.lifetimeProblem { return problem }
            if let unknown = resource.alsoIn.first(where: { self[$0] == nil }) {
                return "The 'also-in' of '\(resource.name)' names '\(unknown)', which is no "
                    + "resource of the policy."
            }
        }
        return overlapProblem
    }

    /// A key must belong to one resource: the identity with the most segments wins, so two that overlap
    /// must not have equally many.
    private var overlapProblem: String? {
        let identities = resources.map { (try? KeyPattern($0.pattern)).map { KeyIdentity($0) } }
        for (index, first) in identities.enumerated() {
            for (other, second) in identities.enumerated().dropFirst(index + 1) {
                guard let first, let second, first.segments == second.segments,
                    first.overlaps(second)
                else { continue }
                let (a, b) = (resources[index], resources[other])
                return "A key could belong to both '\(a.name)' (\(a.pattern)) and '\(b.name)' "
                    + "(\(b.pattern)); make one of the patterns more specific."
            }
        }
        return nil
    }
}

extension Resource {
    fileprivate var patternProblem: String? {
        let what = "The pattern '\(pattern)' of '\(name)'"
        let parsed: KeyPattern
        do { parsed = try KeyPattern(pattern) } catch { return "\(what) \(error)." }
        let identity = KeyIdentity(parsed)
        if identity.isEmpty {
            return
                "\(what) has no literal text that distinguishes its keys from others; put some before the "
                + "first placeholder, as in 'product:{id}'. A literal brace is written '{{'."
        }
        if let word = identity.firstSegment, ["version", "cachetop"].contains(word) {
            return "\(what) begins with '\(word)', which is kept for "
                + "\(word == "version" ? "version counters" : "cachetop's own keys"); choose another."
        }
        if let identifier {
            let names = parsed.placeholders
            guard names.contains(identifier) else {
                return "The 'identifier' of '\(name)' is '\(identifier)', which its pattern "
                    + "'\(pattern)' has no placeholder for."
            }
            if let usual = conventionalIdentifier, usual != identifier, names.contains(usual) {
                return "The 'identifier' of '\(name)' is '\(identifier)', but its pattern has "
                    + "{\(usual)}, which comes first; leave 'identifier' out, or rename {\(usual)}."
            }
        }
        return nil
    }

    fileprivate var lifetimeProblem: String? {
        let century = 3_155_760_000
        if ttlSeconds <= 0 {
            return "The TTL of '\(name)' is \(ttlSeconds) s; it must be at least 1 s."
        }
        let lifetimes = [cdnSeconds, swrSeconds, isrSeconds].compactMap(\.self)
        if lifetimes.contains(where: { $0 < 0 }) {
            return "A lifetime of '\(name)' is negative; leave it out where there is none."
        }
        if ([ttlSeconds] + lifetimes).contains(where: { $0 > century }) {
            return "A lifetime of '\(name)' is longer than a century; it is in seconds."
        }
        if counter == "" {
            return "The counter of '\(name)' is empty; leave it out where there is none."
        }
        return nil
    }
}

extension KeyIdentity {
    /// nil: it has a placeholder in it.
    fileprivate var firstSegment: String? {
        var bytes: [UInt8] = []
        for element in elements {
            guard case .byte(let byte) = element else { return nil }
            if byte == UInt8(ascii: ":") { break }
            bytes.append(byte)
        }
        return KeyText.text(bytes)
    }
}
