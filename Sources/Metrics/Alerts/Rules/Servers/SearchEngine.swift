extension AlertRule {
    /// How the search engine answered: `info` while it is available.
    package static let searchEngine = AlertRule(
        "meilisearch", "the search engine does not answer", hold: .none
    ) { facts in
        switch facts.history?.searchHealth {
        case nil: []
        case .available(let seconds):
            [
                Alert(
                    rule: "meilisearch", severity: .info,
                    message: "ok \(Format.duration(seconds))")
            ]
        case .down(let why):
            [Alert(rule: "meilisearch", severity: .critical, message: "down: \(why)")]
        }
    }
}
