/// Which of several names a typed word means: the one that is the same, or the only one that begins with
/// it. One rule for all that is typed behind `:` and has a list; identifiers of a shop are never guessed.
struct MeantName: Sendable, Hashable {
    /// nil: none begins so, or several do.
    let name: String?
    private let word: String
    /// Those that begin with the word.
    private let begun: [String]

    init(_ word: String, among names: [String]) {
        self.word = word
        let folded = word.lowercased()
        begun = word.isEmpty ? [] : names.filter { $0.lowercased().hasPrefix(folded) }
        let same = names.contains(word) ? word : begun.first { $0.lowercased() == folded }
        name = same ?? (begun.count == 1 ? begun.first : nil)
    }

    /// Why it means none: a sentence that says what to type.
    /// - Parameter none: the sentence where no name begins so.
    func problem(else none: String) -> String {
        guard begun.count > 1, let last = begun.last else { return none }
        return
            "'\(word)' may be \(begun.dropLast().joined(separator: ", ")) or \(last); type more of it."
    }
}
