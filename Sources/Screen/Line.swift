/// A line of differently styled texts: `used 1.42 of 2.00 GiB` with a dim label and a plain
/// value. Headers, footers, table cells and dialogs are made of these.
package struct Line: Sendable, Hashable {
    package struct Span: Sendable, Hashable {
        package let text: DisplayText
        package let style: Style
    }

    package private(set) var spans: [Span] = []

    package init() {}

    package init(_ text: DisplayText, _ style: Style = .plain) { append(text, style) }
    package init(_ text: String, _ style: Style = .plain) { append(DisplayText(text), style) }

    package var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }
    package var isEmpty: Bool { spans.isEmpty }
    package var string: String { spans.reduce(into: "") { $0 += $1.text.string } }

    package mutating func append(_ text: DisplayText, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        spans.append(Span(text: text, style: style))
    }

    package static func + (left: Line, right: Line) -> Line {
        var line = left
        line.spans += right.spans
        return line
    }

    package static func += (left: inout Line, right: Line) { left.spans += right.spans }

    /// The first of several wordings that fits, else the last: said shorter rather than cut.
    package static func first(of forms: [Line], within columns: Int) -> Line {
        forms.first { $0.columns <= columns } ?? forms.last ?? Line()
    }

    /// The same line all in one style.
    package func restyled(_ style: Style) -> Line {
        var line = Line()
        for span in spans { line.append(span.text, style) }
        return line
    }

    /// With `.middle` only a line of a single span loses its middle; others lose their end. The ellipsis has the
    /// style of the span whose text is missing first.
    package func truncated(
        to columns: Int, _ truncation: Truncation = .end, glyphs: Glyphs
    ) -> Line {
        guard self.columns > columns else { return self }
        let truncation = spans.count > 1 && truncation == .middle ? .end : truncation
        if spans.count == 1, let span = spans.first {
            return Line(span.text.truncated(to: columns, truncation, glyphs: glyphs), span.style)
        }
        let whole = spans.reduce(DisplayText()) { $0 + $1.text }
        let text = whole.truncated(to: columns, truncation, glyphs: glyphs)
        let mark =
            truncation == .clip
            ? DisplayText() : text.suffix(columns: min(glyphs.ellipsis.columns, text.columns))
        var left = text.columns - mark.columns
        var line = Line()
        for span in spans {
            let part = span.text.prefix(columns: left)
            line.append(part, span.style)
            left -= part.columns
            guard part.columns < span.text.columns else { continue }
            line.append(mark, span.style)
            break
        }
        return line
    }
}

extension Line: CustomStringConvertible {
    package var description: String { string }
}

extension Line: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }
}

extension Canvas {
    /// Writes a line into the first row of `rect`, truncated to it, and returns its columns.
    @discardableResult
    package mutating func write(
        _ line: Line, in rect: Rect, alignment: Alignment = .leading,
        truncation: Truncation = .end, glyphs: Glyphs
    ) -> Int {
        guard !rect.isEmpty else { return 0 }
        let line = line.truncated(to: rect.width, truncation, glyphs: glyphs)
        let spare = rect.width - line.columns
        var x =
            switch alignment {
            case .leading: rect.x
            case .trailing: rect.x + spare
            case .center: rect.x + spare / 2
            }
        for span in line.spans { x += write(span.text, x: x, y: rect.y, style: span.style) }
        return line.columns
    }
}
