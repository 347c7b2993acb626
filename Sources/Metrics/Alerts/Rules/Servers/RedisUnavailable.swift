extension AlertRule {
    /// Redis gives no answer, refuses the credentials, or serves no one while it loads its data: the cache is
    /// gone, and all figures stand still.
    package static let redisUnavailable = AlertRule(
        "redisUnavailable", "Redis does not answer, or refuses commands while it loads its data",
        numbers: [AlertNumber("after", .seconds, 5, in: 1...3600)], hold: .none
    ) { facts in
        guard let outage = facts.history?.outage, let after = facts.number("after"),
            facts.isFinal || outage.seconds >= after
        else { return [] }
        return [
            Alert(
                rule: "redisUnavailable", severity: .critical, value: outage.seconds,
                threshold: after, since: outage.since,
                message:
                    "No figure has come from Redis for \(Format.span(outage.seconds)): what is "
                    + "shown is older. \(outage.why)")
        ]
    }
}
