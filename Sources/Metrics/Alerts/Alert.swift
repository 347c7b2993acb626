/// Something that an operator should know before reading a single number: one rule that holds now.
///
/// Rules live in the folder Rules, one file each, and read the snapshot and the history's facts; panels take
/// their colours from the alerts, the JSON carries them. An alert is known by its rule and subject: the
/// same pair is the same alert from one sample to the next.
package struct Alert: Sendable, Hashable, Codable {
    package enum Severity: String, Sendable, Hashable, Codable {
        case info, warning, critical
    }

    /// The rule's name in the snapshot, as in `eventsNotUnderstood`.
    package var rule: String
    package var severity: Severity
    /// What it is about where a rule can hold for several things: a resource, a counter, a source.
    @Nullable package var subject: String?
    /// What was measured, and the limit that it passed, in the rule's own unit.
    @Nullable package var value: Double?
    @Nullable package var threshold: Double?
    /// What made it, in a word or two, at `since`: `FLUSHALL`, `purge search`. null: the rule is not about that.
    @Nullable package var cause: String?
    /// When it began to hold, on the server's clock; null where that was not observed.
    @Nullable package var since: Timestamp?
    /// true: it held when cachetop began to watch, at `since`, and maybe long before. null: not known.
    @Nullable package var heldAtStart: Bool?
    /// When its condition last held, while it is absent: it ends unless it comes back. null: it holds.
    @Nullable package var quietSince: Timestamp?
    /// A sentence for the operator: what happened and what to do.
    package var message: String

    package init(
        rule: String, severity: Severity, subject: String? = nil, value: Double? = nil,
        threshold: Double? = nil, since: Timestamp? = nil, message: String
    ) {
        self.rule = rule
        self.severity = severity
        self.subject = subject
        self.value = value
        self.threshold = threshold
        self.since = since
        self.message = message
    }
}

extension Alert {
    /// Its condition holds at this moment: it does not only stay for a while.
    package var isNow: Bool { quietSince == nil }

    private enum CodingKeys: String, CodingKey {
        case rule, severity, subject, value, threshold, cause, since, heldAtStart, quietSince
        case message
    }

    /// Schemas 1 and 2 called the rule `name`.
    private enum OldKeys: String, CodingKey { case name }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        rule =
            try fields.decodeIfPresent(String.self, forKey: .rule)
            ?? decoder.container(keyedBy: OldKeys.self).decode(String.self, forKey: .name)
        severity = try fields.decode(Severity.self, forKey: .severity)
        message = try fields.decode(String.self, forKey: .message)
        _subject = try fields.decode(Nullable<String>.self, forKey: .subject)
        _value = try fields.decode(Nullable<Double>.self, forKey: .value)
        _threshold = try fields.decode(Nullable<Double>.self, forKey: .threshold)
        _cause = try fields.decode(Nullable<String>.self, forKey: .cause)
        _heldAtStart = try fields.decode(Nullable<Bool>.self, forKey: .heldAtStart)
        _since = try fields.decode(Nullable<Timestamp>.self, forKey: .since)
        _quietSince = try fields.decode(Nullable<Timestamp>.self, forKey: .quietSince)
    }
}
