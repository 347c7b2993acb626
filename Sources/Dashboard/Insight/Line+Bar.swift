import Screen

extension Line {
    /// A bar of whole cells for a part of 1: anything above nothing is seen, and only all is full.
    static func bar(_ ratio: Double?, columns: Int, _ glyphs: Glyphs, _ style: Style = .bar) -> Line
    {
        guard let ratio, ratio.isFinite, columns > 0 else {
            return Line(DisplayText("".padded(after: max(0, columns))))
        }
        var filled = Int((min(1, max(0, ratio)) * Double(columns)).rounded())
        if ratio > 0 { filled = max(1, filled) }
        if ratio < 1 { filled = min(columns - 1, filled) }
        filled = max(0, filled)
        return Line(DisplayText(String(repeating: glyphs.barFull, count: filled)), style)
            + Line(
                DisplayText(String(repeating: glyphs.barEmpty, count: columns - filled)), .barEmpty)
    }
}
