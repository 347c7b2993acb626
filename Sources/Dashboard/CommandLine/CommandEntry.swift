import Screen

/// The line behind `:` while it is typed: its text, the lines typed before, the proposals for its last
/// word.
///
/// As in a shell the first Tab completes what all proposals have in common and lists them; the next ones
/// put them in one by one.
package struct CommandEntry: Sendable, Hashable {
    private(set) var text = ""
    /// Which earlier line is shown; nil: one's own.
    private var historyIndex: Int?
    /// What was typed before the earlier lines were looked through, or before the word to complete.
    private var draft = ""
    private(set) var proposals: [Proposal] = []
    /// Which proposal stands in the line; nil: what was typed.
    private(set) var proposal: Int?
    /// Tab was pressed, and nothing that is known fits.
    private(set) var hasNoProposal = false

    /// - Parameters:
    ///   - history: earlier lines, oldest first.
    ///   - known: what can be typed behind these words.
    mutating func press(_ key: KeyPress, history: [String], known: ([String]) -> [Proposal]) {
        switch key {
        case .tab: propose(step: 1, known)
        case .backTab: propose(step: -1, known)
        case .up: recall(-1, history)
        case .down: recall(1, history)
        case .control("w"): replace(Self.withoutLastWord(text))
        default:
            let edited = InputLine.edited(text, by: key)
            if edited != text { replace(edited) }
        }
    }

    private mutating func replace(_ text: String) {
        self.text = text
        historyIndex = nil
        proposals = []
        proposal = nil
        hasNoProposal = false
    }

    private mutating func recall(_ step: Int, _ history: [String]) {
        guard !history.isEmpty else { return }
        let current = historyIndex ?? history.count
        let next = current + step
        guard next >= 0, next <= history.count else { return }
        if historyIndex == nil { draft = text }
        let line = next == history.count ? draft : history[next]
        replace(line)
        historyIndex = next == history.count ? nil : next
    }

    private mutating func propose(step: Int, _ known: ([String]) -> [Proposal]) {
        guard !proposals.isEmpty else { return list(known) }
        let next = proposal.map { $0 + step } ?? (step > 0 ? 0 : -1)
        let chosen = (next + proposals.count) % proposals.count
        proposal = chosen
        text = draft + TypedWords.quoted(proposals[chosen].word)
    }

    /// A single one is taken: what follows is the next word.
    private mutating func list(_ known: ([String]) -> [Proposal]) {
        let typed = TypedWords(text)
        let isNew = text.isEmpty || text.hasSuffix(" ") && typed.openQuote == nil
        let before = isNew ? typed.words : Array(typed.words.dropLast())
        let last = isNew ? "" : typed.words.last ?? ""
        let completion = Completion(of: last, among: known(before))
        draft = isNew ? text : String(text[..<(typed.ranges.last?.lowerBound ?? text.startIndex)])
        hasNoProposal = completion.candidates.isEmpty
        if let only = completion.only {
            text = draft + TypedWords.quoted(only.word) + " "
        } else {
            proposals = completion.candidates
            // What has to be quoted is not finished yet.
            if TypedWords.quoted(completion.begun) == completion.begun, !completion.begun.isEmpty,
                completion.begun != last
            {
                text = draft + completion.begun
            }
        }
    }

    private static func withoutLastWord(_ text: String) -> String {
        let typed = TypedWords(text)
        return String(text[..<(typed.ranges.last?.lowerBound ?? text.startIndex)])
    }
}
