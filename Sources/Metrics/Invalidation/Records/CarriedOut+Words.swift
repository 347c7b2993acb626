// The sentence of a record, derived from what was done.

extension CarriedOut {
    func message(_ planned: PlannedInvalidation) -> String {
        var parts = counters.map(Self.words)
        if planned.plan.unlinks, failure == nil || done > 0, !isStopped || done > 0 {
            parts += keyWords(planned)
        }
        if let fallenCounter { parts.append(Self.doubt(fallenCounter)) }
        var text = parts.joined(separator: ", ")
        if isStopped {
            let left = planned.existingKeys - doneExisting
            let rest = left > 0 ? "\(Format.keys(left)) left alone" : "nothing was sent"
            text = text.isEmpty ? "stopped before anything was sent" : "stopped: \(text); \(rest)"
        }
        if let failure {
            let lead = failure.isUnknown ? "the outcome of the rest is not known: " : ""
            text = text.isEmpty ? lead + failure.why : "\(text), then \(lead)\(failure.why)"
        }
        if !text.hasSuffix(".") { text += "." }
        return note.map { "\(text) \($0)" } ?? text
    }

    private static func doubt(_ counter: RaisedCounter) -> String {
        let name = KeyText.text(counter.key)
        guard let now = counter.now, let now else {
            return "\(name) is gone again, though INCR answered \(counter.to); check for "
                + "eviction or a failover, then purge again"
        }
        return "\(name) is \(now) now, though INCR answered \(counter.to); check for a failover or "
            + "another writer, then purge again"
    }

    private static func words(_ counter: RaisedCounter) -> String {
        let name = KeyText.text(counter.key)
        guard counter.wasMissing else {
            return counter.from.map { "\(name) \($0) → \(counter.to)" }
                ?? "\(name) is now \(counter.to)"
        }
        let part = counter.to == 1 ? "; to the API that is no change" : ""
        return "\(name) was missing, which the API reads as 1, and is now \(counter.to)\(part)"
    }

    private func keyWords(_ planned: PlannedInvalidation) -> [String] {
        var words: [String] = []
        let existing = UInt64(planned.existingKeys)
        if removed == 0, existing == 0 {
            words.append("there was no key to remove")
        } else if removed > existing {
            let more = removed - existing
            words.append(
                "removed \(Format.keys(removed)): \(Format.grouped(existing)) planned, "
                    + "\(Format.grouped(more)) appeared since the plan")
        } else if removed == existing {
            words.append("removed \(removed == 1 ? "" : "all ")\(Format.keys(removed))")
        } else {
            words.append("removed \(Format.grouped(removed)) of \(Format.keys(existing))")
            if alreadyGone > 0 {
                let verb = alreadyGone == 1 ? "was" : "were"
                // Without PTTL the plan does not know whether they ever existed.
                let state = planned.radius.missingKeys == nil ? "not there" : "already gone"
                words.append("\(Format.grouped(alreadyGone)) \(verb) \(state)")
            }
        }
        if let verification, verification.rewritten > 0 {
            let sample =
                verification.of < doneExisting
                ? " of \(Format.grouped(verification.of)) checked" : ""
            words.append(
                "\(Format.grouped(verification.rewritten))\(sample) "
                    + "\(verification.rewritten == 1 ? "was" : "were") there again when it was checked"
            )
        }
        if let appeared = verification?.appeared, appeared > 0 {
            words.append(
                "\(Format.grouped(appeared)) that did not exist before \(appeared == 1 ? "was" : "were") there "
                    + "when it was checked")
        }
        return words
    }
}
