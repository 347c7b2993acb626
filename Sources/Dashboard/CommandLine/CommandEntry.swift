import Screen

/// The line behind `:` while it is typed: its text, the lines typed before, the proposals for its last
/// word.
package struct CommandEntry: Sendable, Hashable {
    private(set) var text = ""
    /// Which earlier line is shown; nil: one's own.
    private var historyIndex: Int?
    /// What was typed before the earlier lines were looked through.
    private var draft = ""
    private(set) var proposals: [String] = []
    /// Which proposal stands in the line; nil: what was typed.
    private(set) var proposal: Int?

    /// - Parameters:
    ///   - history: earlier lines, oldest first.
    ///   - known: what can be typed behind these words.
    mutating func press(_ key: KeyPress, history: [String], known: ([String]) -> [String]) {
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

    private mutating func propose(step: Int, _ known: ([String]) -> [String]) {
        if proposals.isEmpty {
            let typed = TypedWords(text)
            let isNew = text.isEmpty || text.hasSuffix(" ") && typed.openQuote == nil
            let before = isNew ? typed.words : Array(typed.words.dropLast())
            let last = isNew ? "" : typed.words.last ?? ""
            proposals = Completion(of: last, among: known(before)).candidates
            // One that begins so is meant, whatever has the letters somewhere.
            let begun = proposals.filter { $0.lowercased().hasPrefix(last.lowercased()) }
            if !last.isEmpty, begun.count == 1 { proposals = begun }
            draft =
                isNew ? text : String(text[..<(typed.ranges.last?.lowerBound ?? text.startIndex)])
            guard !proposals.isEmpty else { return }
            proposal = step > 0 ? 0 : proposals.count - 1
        } else {
            proposal = ((proposal ?? 0) + step + proposals.count) % proposals.count
        }
        guard let proposal, proposals.indices.contains(proposal) else { return }
        // A single one is taken: what follows is the next word.
        let isOnly = proposals.count == 1
        text = draft + TypedWords.quoted(proposals[proposal]) + (isOnly ? " " : "")
        if isOnly { proposals = [] }
    }

    private static func withoutLastWord(_ text: String) -> String {
        let typed = TypedWords(text)
        return String(text[..<(typed.ranges.last?.lowerBound ?? text.startIndex)])
    }
}
