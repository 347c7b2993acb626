import Screen

/// Elements of an SVG document as text; numbers have two places at most, so that files are the same
/// wherever they are made.
nonisolated enum SVGElement {
    static func rectangle(
        x: Double, y: Double, width: Double, height: Double, color: String
    ) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
            + "height=\"\(number(height))\" fill=\"\(color)\"/>\n"
    }

    static func circle(x: Double, y: Double, radius: Double, color: String) -> String {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" "
            + "fill=\"\(color)\"/>\n"
    }

    /// - Parameter width: the text is stretched or squeezed to it.
    static func text(
        _ text: String, x: Double, y: Double, width: Double, color: String, _ look: Appearance
    ) -> String {
        let weight = look.isBold ? " font-weight=\"bold\"" : ""
        let line = look.isUnderlined ? " text-decoration=\"underline\"" : ""
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" textLength=\"\(number(width))\" "
            + "lengthAdjust=\"spacingAndGlyphs\" fill=\"\(color)\"\(weight)\(line)>"
            + "\(escaped(text))</text>\n"
    }

    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        guard rest != 0 else { return String(whole) }
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        var digits = String(abs(rest))
        if digits.count == 1 { digits = "0" + digits }
        if digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    /// What is on a canvas has no control characters; these four mean something in XML.
    static func escaped(_ text: String) -> String {
        // By scalars: `<` with a mark that combines with it is `<` to XML.
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
