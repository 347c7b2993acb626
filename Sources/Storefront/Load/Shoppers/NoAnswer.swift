/// Why nothing came back, by kind. The raw value stands in the report.
enum NoAnswer: String, Error, Sendable, CaseIterable {
    case refused = "connection refused"
    case lost = "connection lost"
    case unreachable = "host unreachable"
    case timedOut = "timed out"
    case tls = "TLS failed"
    case malformed = "no HTTP"
}
