/// Something that stands out in a snapshot, with what shows it and what to do: `findings[]`.
package struct Finding: Sendable, Hashable, Codable {
    /// How sure it is that the sentence holds.
    package enum Confidence: String, Sendable, Hashable, Codable {
        /// It was counted.
        case certain
        /// What was counted has hardly another reason.
        case likely
        /// There are other reasons that were not excluded.
        case possible
    }

    /// The rule's name: `keysOverPolicy`.
    package var rule: String
    package var severity: Alert.Severity
    /// null: of no single one.
    @Nullable package var resource: String?
    /// A counter or a key that it is about.
    @Nullable package var subject: String?
    /// What was measured, by name.
    package var evidence: [String: Evidence]
    package var confidence: Confidence
    /// When what it is about was over; null: it goes on.
    @Nullable package var endedAt: Timestamp?
    /// The share of all look-ups that it costs, or concerns; null: it is not about look-ups.
    @Nullable package var impact: Double?
    /// What was found, and what to do next: a sentence each, or two.
    package var message: String
    package var advice: String

    package init(
        _ severity: Alert.Severity, resource: String? = nil, subject: String? = nil,
        impact: Double? = nil, confidence: Confidence = .certain, evidence: [String: Evidence],
        endedAt: Timestamp? = nil, message: String, advice: String
    ) {
        rule = ""
        self.severity = severity
        self.resource = resource
        self.subject = subject
        self.evidence = evidence
        self.confidence = confidence
        self.impact = impact
        self.message = message
        self.advice = advice
        self.endedAt = endedAt
    }
}
