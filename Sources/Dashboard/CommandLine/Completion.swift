/// What could be typed next, best first: what begins with the text, then what contains it, then what
/// has its letters in this order.
struct Completion: Sendable, Hashable {
    /// Of more there is no use on a screen.
    static let limit = 200

    private(set) var candidates: [String]

    /// - Parameter known: in the order of their worth, the most used first; it stays within each rank.
    init(of text: String, among known: [String]) {
        let wanted = text.lowercased()
        let ranked = known.compactMap { candidate -> (Int, String)? in
            let lower = candidate.lowercased()
            if lower.hasPrefix(wanted) { return (0, candidate) }
            if lower.contains(wanted) { return (1, candidate) }
            return Self.isSubsequence(wanted, of: lower) ? (2, candidate) : nil
        }
        candidates = (0...2).flatMap { rank in ranked.filter { $0.0 == rank }.map(\.1) }
            .prefix(Self.limit).map(\.self)
    }

    /// Whether the letters of one text stand in the other, in their order.
    static func isSubsequence(_ letters: String, of text: String) -> Bool {
        var rest = text[...]
        for letter in letters {
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }
}
