import Foundation
import Screen
import Testing

@testable import CacheTop

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A frame as SVG: well-formed whatever stands in it, the same bytes each time, nothing left out.
struct CanvasPictureTests {
    private func canvas(_ text: String, style: Style = .plain) -> Canvas {
        var canvas = Canvas(size: Size(columns: 20, rows: 2))
        canvas.write(text, x: 0, y: 0, style: style)
        return canvas
    }

    private func document(_ text: String, style: Style = .plain) -> String {
        CanvasPicture(canvas: canvas(text, style: style)).document(title: "a <title> & more")
    }

    @Test(arguments: [
        "plain", "<a href=\"x\">&amp;</a>", "]]>", "ü 漢字 é", "▁▂█▏┼⣿⠁", "\u{1B}[31m", "'",
        "<\u{301}x", "&\u{300}",
    ])
    func isWellFormed(text: String) {
        for style in Style.allCases {
            let document = document(text, style: style)
            #expect(XMLParser(data: Data(document.utf8)).parse(), "\(document)")
        }
    }

    @Test func textKeepsItsPlace() {
        let document = document("ab  c<d")
        #expect(document.contains("x=\"8\" y=\"21.68\" textLength=\"16.8\""))
        #expect(document.contains(">ab</text>"))
        // Two columns of text and two of space further: 8 + 4 * 8.4.
        #expect(document.contains("x=\"41.6\" y=\"21.68\" textLength=\"25.2\""))
        #expect(document.contains(">c&lt;d</text>"))
    }

    @Test(arguments: [
        ("█", "<rect x=\"8\" y=\"8\" width=\"8.4\" height=\"18\""),
        ("▄", "<rect x=\"8\" y=\"17\" width=\"8.4\" height=\"9\""),
        ("▌", "<rect x=\"8\" y=\"8\" width=\"4.2\" height=\"18\""),
        ("─", "<rect x=\"8\" y=\"16.5\" width=\"8.4\" height=\"1\""),
        ("┌", "<rect x=\"12.2\" y=\"16.5\" width=\"4.2\" height=\"1\""),
        ("⠁", "<circle cx=\"10.1\" cy=\"10.25\" r=\"1.2\""),
        ("⢀", "<circle cx=\"14.3\" cy=\"23.75\" r=\"1.2\""),
    ])
    func shapesFillTheirCell(text: String, element: String) {
        #expect(document(text).contains(element), "\(document(text))")
        #expect(!document(text).contains("<text"))
    }

    @Test func stylesHaveTheirColours() {
        #expect(document("x", style: .critical).contains("fill=\"#d75f5f\" font-weight=\"bold\""))
        // White on red, as the terminal has it.
        let banner = document("x", style: .banner)
        #expect(banner.contains("fill=\"#af0000\"") && banner.contains("fill=\"#ffffff\""))
    }

    @Test(arguments: [
        (Int16(0), "#000000"), (16, "#000000"), (231, "#ffffff"), (232, "#080808"),
        (255, "#eeeeee"), (67, "#5f87af"), (300, "#ffffff"),
    ])
    func colours(index: Int16, hex: String) {
        #expect(XtermColor(index: index).description == hex)
    }

    @Test(arguments: [(0.0, "0"), (8.4, "8.4"), (-0.5, "-0.5"), (1.006, "1.01"), (12.05, "12.05")])
    func numbers(value: Double, text: String) {
        #expect(SVGElement.number(value) == text)
    }
}
