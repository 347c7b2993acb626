/// A word that could be typed next behind `:`.
struct Proposal: Sendable, Hashable {
    let word: String
    /// What it means, where it can be said in a line.
    let explanation: String?

    init(_ word: String, explanation: String? = nil) {
        self.word = word
        self.explanation = explanation
    }
}

extension Proposal: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(value) }
}
