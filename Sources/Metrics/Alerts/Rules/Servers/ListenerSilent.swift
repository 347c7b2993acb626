extension AlertRule {
    /// A listener that was seen in this run writes no sign of life any more. One that was never seen is no
    /// matter: not every shop has a listener.
    package static let listenerSilent = AlertRule(
        "listenerSilent", "a listener that was seen gives no sign of life", reads: [.scan],
        needsSeconds: 30,
        // Beyond the ten seconds that its key outlives its last sign: a restart takes less.
        numbers: [AlertNumber("after", .seconds, 15)], hold: .none
    ) { facts in
        guard let threshold = facts.number("after") else { return [] }
        return (facts.history?.listeners.listeners ?? []).compactMap { listener in
            guard let gone = listener.goneSince.map({ facts.now.seconds(since: $0) }),
                gone >= threshold
            else { return nil }
            let name = KeyText.text(listener.name)
            let silent = Format.span(facts.now.seconds(since: listener.lastSign))
            return Alert(
                rule: "listenerSilent", severity: .warning, subject: name, value: gone,
                threshold: threshold,
                message: "The listener '\(name)' has given no sign of life for \(silent): what "
                    + "changes in the catalogue may stay in Redis until it expires. Check that "
                    + "'storefront listen' runs and reaches this Redis.")
        }
    }
}
