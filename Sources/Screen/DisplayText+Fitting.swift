// Making text fit a number of columns. A wide character is never cut in half: what remains may
// be a column shorter than asked.

extension DisplayText {
    /// At most `columns` columns of the beginning.
    package func prefix(columns: Int) -> DisplayText {
        DisplayText(Self.fitting(pieces, in: columns))
    }

    /// At most `columns` columns of the end.
    package func suffix(columns: Int) -> DisplayText {
        DisplayText(Self.fitting(pieces.reversed(), in: columns).reversed())
    }

    package func truncated(
        to columns: Int, _ truncation: Truncation = .end, glyphs: Glyphs
    ) -> DisplayText {
        guard self.columns > columns else { return self }
        let room = columns - glyphs.ellipsis.columns
        guard truncation != .clip, room > 0 else {
            return truncation == .clip || columns <= 0
                ? prefix(columns: columns) : glyphs.ellipsis.prefix(columns: columns)
        }
        guard truncation == .middle else {
            return prefix(columns: room).withoutCutNumber(before: self) + glyphs.ellipsis
        }
        let tail = suffix(columns: room / 2)
        return prefix(columns: room - tail.columns) + glyphs.ellipsis + tail
    }

    /// Before an ellipsis a number does not show whether it is whole: it is left out.
    private func withoutCutNumber(before whole: DisplayText) -> DisplayText {
        func isDigit(_ piece: Piece?) -> Bool {
            piece.map { $0.text.utf8.count == 1 && ("0"..."9").contains($0.text) } ?? false
        }
        let marks: Set = [".", ",", ":"]
        let next = whole.pieces.element(at: pieces.count)
        let endsInMark = pieces.last.map { marks.contains($0.text) } ?? false
        guard isDigit(pieces.last) || endsInMark && isDigit(next) else { return self }
        var rest = endsInMark ? pieces.dropLast() : pieces[...]
        while let last = rest.last,
            isDigit(last) || marks.contains(last.text) && isDigit(rest.dropLast().last)
        {
            rest.removeLast()
        }
        while rest.last == Self.space { rest.removeLast() }
        return DisplayText(rest)
    }

    /// Lines of at most `columns` columns, broken at spaces where there are any. Never empty.
    package func wrapped(to columns: Int) -> [DisplayText] {
        guard columns > 0 else { return [DisplayText()] }
        var lines: [DisplayText] = []
        var line = DisplayText()
        for word in pieces.split(separator: Self.space, omittingEmptySubsequences: false) {
            var word = DisplayText(word)
            let joined = line.isEmpty ? word : line + Self.spaceText + word
            if joined.columns <= columns {
                line = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.columns > columns {
                var head = word.prefix(columns: columns)
                // A wide character in a single column: too wide rather than looping on it.
                if head.isEmpty { head = DisplayText(word.pieces.prefix(1)) }
                lines.append(head)
                word = DisplayText(word.pieces.dropFirst(head.pieces.count))
            }
            line = word
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private static let space = Piece(text: " ", columns: 1)
    private static let spaceText = DisplayText([space])

    private static func fitting(_ pieces: some Sequence<Piece>, in columns: Int) -> [Piece] {
        var left = columns
        return Array(
            pieces.prefix { piece in
                left -= piece.columns
                return left >= 0
            })
    }
}
