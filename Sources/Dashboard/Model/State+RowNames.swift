import Metrics
import Screen

extension State {
    /// What a row is called on the screen: a happening by the words of its row, whether a filter hides it or not.
    func shownName(of row: RowID, within columns: Int) -> DisplayText {
        let shortened = DisplayText(row.name).truncated(to: columns, .middle, glyphs: glyphs)
        guard case .happening = row, let found = newestRows.first(where: { $0.rowID == row }) else {
            return shortened
        }
        let forms = words(of: found).forms.map { DisplayText($0.string) }
        return forms.first { $0.columns <= columns }
            ?? forms.last?.truncated(to: columns, .middle, glyphs: glyphs) ?? shortened
    }
}
