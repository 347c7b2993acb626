/// The characters that cachetop itself draws with, in two sets: `--ascii` gives every widget
/// the second. Lines are looked up by the arms that leave a cell, so that crossing lines join.
package struct Glyphs: Sendable, Hashable {
    package let ellipsis: DisplayText
    /// From the lowest visible block to the full one.
    package let levels: [String]
    /// The partial cells at the end of a bar, shortest first; none means whole cells only.
    package let barParts: [String]
    package let barFull: String
    package let barEmpty: String
    /// A place in a sparkline without data: neither zero nor a value.
    package let gap: String
    /// An event in a sparkline where there is no data to draw it on.
    package let marker: String
    package let bullet: String
    package let hollowBullet: String
    /// Neither well nor lost: late, or well in part.
    package let halfBullet: String
    /// Before what needs the operator now.
    package let critical: String
    /// Something that no one claims.
    package let cross: String
    package let arrow: String
    /// Before half the width of an interval.
    package let plusMinus: String
    /// Between two parts of a heading.
    package let separator: String
    package let up: String
    package let down: String
    package let selection: String
    /// Before a row that follows from the one above it.
    package var corner: String { line([.up, .right]) }
    /// How curves are drawn.
    package fileprivate(set) var charts: ChartGlyphs
    /// A piece of a chart's horizontal line.
    package let limitLine: String
    /// By `Arms.rawValue`; 16 of them.
    let lines: [String]

    package static let unicode = Glyphs(
        ellipsis: "…", levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], barFull: "█", barEmpty: "░", gap: "·",
        marker: "┊", bullet: "●", hollowBullet: "○", halfBullet: "◐", critical: "✖",
        cross: "✖", arrow: "→", plusMinus: "±",
        separator: "│", up: "↑", down: "↓",
        selection: "▸", charts: .braille, limitLine: "╌",
        lines: [
            " ", "─", "─", "─", "│", "┘", "└", "┴", "│", "┐", "┌", "┬", "│", "┤", "├", "┼",
        ])

    package static let ascii = Glyphs(
        ellipsis: "~", levels: ["_", ".", ":", "-", "=", "+", "*", "#"], barParts: [],
        barFull: "#", barEmpty: ".", gap: " ", marker: "!", bullet: "*", hollowBullet: "o",
        halfBullet: "%", critical: "X", cross: "x", arrow: "->", plusMinus: "+-", separator: "|",
        up: "^", down: "v",
        selection: ">",
        charts: .points([".", "*", "'"], link: "|"), limitLine: "-",
        lines: [
            " ", "-", "-", "-", "|", "+", "+", "+", "|", "+", "+", "+", "|", "+", "+", "+",
        ])

    /// Unicode for terminals whose font has no braille.
    package static let blocks: Glyphs = {
        var glyphs = Glyphs.unicode
        glyphs.charts = .blocks(glyphs.levels)
        return glyphs
    }()

    /// The level for a ratio, 0 the lowest visible block; out of range is clamped.
    func level(_ ratio: Double) -> String {
        let last = levels.count - 1
        let index = ratio.isFinite ? (ratio.clamped * Double(last)).rounded() : 0
        return levels.element(at: Int(index)) ?? " "
    }

    func line(_ arms: Arms) -> String { lines.element(at: arms.rawValue) ?? " " }

    /// The arms of a line glyph; in ASCII, where `+` hides them, all four.
    func arms(of text: String) -> Arms? {
        guard text != " " else { return nil }
        guard let index = lines.lastIndex(of: text) else { return nil }
        return Arms(rawValue: index)
    }
}

/// The directions in which lines leave a cell.
struct Arms: OptionSet {
    let rawValue: Int
    static let left = Arms(rawValue: 1)
    static let right = Arms(rawValue: 2)
    static let up = Arms(rawValue: 4)
    static let down = Arms(rawValue: 8)
    static let horizontal: Arms = [.left, .right]
    static let vertical: Arms = [.up, .down]
}

extension Double {
    /// This ratio, kept within 0 and 1; what is no number counts as 0.
    var clamped: Double { isNaN ? 0 : Swift.min(1, Swift.max(0, self)) }
}

extension Array {
    func element(at index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
