import Metrics

/// What could be typed next, best first, as `FuzzyOrder` has it.
struct Completion: Sendable, Hashable {
    /// Of more there is no use on a screen.
    static let limit = 200

    private(set) var candidates: [String]

    /// - Parameter known: in the order of their worth, the most used first; it stays within each rank.
    init(of text: String, among known: [String]) {
        candidates = FuzzyOrder(Array(text.utf8)).best(Self.limit, of: known) { Array($0.utf8) }
    }
}
