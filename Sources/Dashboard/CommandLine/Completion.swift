import Metrics

/// What could be typed next, best first, as `FuzzyOrder` has it; and what is common to all that begin with
/// what was typed.
struct Completion: Sendable, Hashable {
    /// Of more there is no use on a screen.
    static let limit = 200

    private(set) var candidates: [Proposal]
    /// What was typed, longer by what all that begin with it have in common.
    let begun: String
    /// The only one that can be meant: nothing else begins so, or fits at all.
    let only: Proposal?

    /// - Parameter known: in the order of their worth, the most used first; it stays within each rank.
    init(of text: String, among known: [Proposal]) {
        candidates = FuzzyOrder(Array(text.utf8)).best(Self.limit, of: known) {
            Array($0.word.utf8)
        }
        let folded = text.lowercased()
        // Of all that are known, not of the best alone.
        let beginning = known.filter { $0.word.lowercased().hasPrefix(folded) }
        begun = Self.common(beginning.map(\.word), atLeast: text)
        only =
            beginning.count == 1 && (!text.isEmpty || candidates.count == 1)
            ? beginning.first : candidates.count == 1 ? candidates.first : nil
    }

    /// As all of them write it; one that is typed in other letters' size stays as it was typed.
    private static func common(_ words: [String], atLeast text: String) -> String {
        guard var common = words.first else { return text }
        for word in words.dropFirst() {
            common = String(zip(common, word).prefix { $0 == $1 }.map(\.0))
        }
        return common.count > text.count ? common : text
    }
}
