extension InvalidationPlan {
    /// What will be sent, a line each, in the words of the protocol; the secret left out.
    ///
    /// - Parameter ellipsis: stands for the secret.
    package func descriptions(ellipsis: String = "…") -> [String] {
        switch work {
        case .api(let url, let requests):
            requests.map { request in
                let member = request.member.map { ", \"\($0)\": \"\(request.value ?? "")\"" } ?? ""
                return
                    "POST \(url) {\"type\": \"\(request.type)\"\(member), \"secret\": \(ellipsis)}"
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
        case .unlinkMatching(let selector):
            switch selector.form {
            case .uncovered:
                "SCAN all keys, UNLINK those of resources without a counter and those without a "
                    + "version; counters, events and unclassified keys stay"
            case .all, .things, .glob:
                "SCAN\(selector.sieve.map { " MATCH " + KeyText.text($0) } ?? ""), UNLINK what it finds"
            }
        case .increment(let key):
            "INCR \(KeyText.text(key))"
        }
    }
}

extension InvalidationPlan {
    /// The commands or requests in one line, for a record's message and the trail.
    package var summary: String {
        let whole =
            switch work {
            case .redis(let steps) where steps.isEmpty: "Nothing."
            case .redis(let steps): steps.map(\.summary).joined(separator: "; ") + "."
            case .api(let url, let requests):
                requests.map { request in
                    let member = request.member.map { ", \($0) \(request.value ?? "")" } ?? ""
                    return "POST \(url) (type \(request.type)\(member))"
                }.joined(separator: "; ") + "."
            }
        return whole.utf8.count > 4096 ? whole.prefix(4096) + "…" : whole
    }
}

extension InvalidationPlan.Step {
    package var summary: String {
        switch self {
        case .unlink(let keys):
            "UNLINK " + keys.prefix(8).map(KeyText.text).joined(separator: " ")
                + (keys.count > 8 ? " and \(keys.count - 8) more" : "")
        case .unlinkMatching(let selector):
            if case .uncovered = selector.form {
                "SCAN, UNLINK the keys of resources without a counter, and those without a "
                    + "generation of the others"
            } else {
                description
            }
        case .increment(let key): "INCR \(KeyText.text(key))"
        }
    }
}
