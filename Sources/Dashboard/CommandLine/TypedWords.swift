/// A typed line in words: split at blanks, except within quotes or behind a backslash.
struct TypedWords {
    /// What `"` or `'` opened the last word and did not close it.
    private(set) var openQuote: Character?
    private(set) var words: [String] = []
    /// Where each word begins and ends in the line, quotes included.
    private(set) var ranges: [Range<String.Index>] = []

    init(_ line: String) {
        var word = ""
        var start: String.Index?
        var isEscaped = false
        for index in line.indices {
            let character = line[index]
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\", openQuote != "'" {
                start = start ?? index
                isEscaped = true
            } else if let quote = openQuote {
                if character == quote { openQuote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                start = start ?? index
                openQuote = character
            } else if character == " " {
                guard let begin = start else { continue }
                append(word, begin..<index)
                (word, start) = ("", nil)
            } else {
                start = start ?? index
                word.append(character)
            }
        }
        if let start { append(word, start..<line.endIndex) }
    }

    private mutating func append(_ word: String, _ range: Range<String.Index>) {
        words.append(word)
        ranges.append(range)
    }

    /// The word as it has to be typed to be read as this one.
    static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0 != " " && $0 != "\"" && $0 != "'" && $0 != "\\" }
        guard !plain || word.isEmpty else { return word }
        let escaped = word.reduce(into: "") { text, character in
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return "\"\(escaped)\""
    }
}
