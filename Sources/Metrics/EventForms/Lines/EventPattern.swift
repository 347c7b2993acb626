/// The form that `--events-line` describes: an expression with the groups `outcome` and `key`.
package struct EventPattern: Sendable, Hashable {
    private let pattern: BytePattern

    /// The expression as it was given.
    package var text: String { pattern.text }

    package init(_ text: String) throws(BytePattern.Problem) {
        pattern = try BytePattern(text, groups: ["outcome", "key"])
    }

    /// `.other` where the expression does not match.
    func read(_ text: UnsafeBufferPointer<UInt8>) -> EventLine {
        switch pattern.firstMatch(in: text) {
        case .none: return .other
        case .tooCostly: return .unknown(.tooCostly)
        case .match(let groups):
            guard let range = groups[0], let outcome = Outcome(anyCase: text.part(range)) else {
                return .unknown(.outcome)
            }
            guard let key = groups[1], !key.isEmpty else { return .unknown(.noKey) }
            return .event(CacheEvent(outcome, key: Array(text[key])))
        }
    }
}
