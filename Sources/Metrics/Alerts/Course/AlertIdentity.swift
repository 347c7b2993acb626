/// What makes two alerts the same one at different moments.
struct AlertIdentity: Hashable, Sendable {
    var rule: String
    var subject: String?

    init(_ rule: String, _ subject: String?) {
        self.rule = rule
        self.subject = subject
    }

    init(_ alert: Alert) { self.init(alert.rule, alert.subject) }
}
