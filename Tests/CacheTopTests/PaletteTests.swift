import Foundation
import Screen
import Testing

@testable import CacheTop

@Suite struct PaletteTests {
    /// A full block in reverse video is a blank.
    @Test(arguments: Palette.allCases)
    func barsAreNotReversed(palette: Palette) {
        for style in [Style.bar, .barWarning, .barCritical, .barEmpty, .sparkline] {
            #expect(!palette.appearance(of: style).isReversed)
        }
    }

    @Test func withoutColoursABarThatWarnsLooksDifferent() {
        let looks = [Style.bar, .barWarning, .barCritical].map(Palette.monochrome.appearance)
        #expect(Set(looks).count == 3)
    }

    /// What asks for attention differs from plain text by more than its colour, which a theme may hide.
    @Test(arguments: Palette.allCases.filter { $0 != .many })
    func attentionIsNotColourAlone(palette: Palette) {
        for style in [
            Style.warning, .critical, .dangerousKey, .selected, .banner, .pastBanner, .production,
        ] {
            var look = palette.appearance(of: style)
            let paints = look.background >= 0
            look.foreground = -1
            #expect(paints || look != Palette.monochrome.appearance(of: .plain), "\(style)")
        }
    }

    @Test func monochromeHasNoColour() {
        for style in Style.allCases {
            let look = Palette.monochrome.appearance(of: style)
            #expect(look.foreground < 0 && look.background < 0, "\(style)")
        }
    }

    /// The terminal's own background stays, but under what stands out as a whole.
    @Test(arguments: Palette.allCases)
    func theBackgroundIsNotPainted(palette: Palette) {
        let whole: Set<Style> = [
            .selected, .input, .cursor, .banner, .pastBanner, .production,
        ]
        for style in Style.allCases where !whole.contains(style) {
            #expect(palette.appearance(of: style).background < 0, "\(style)")
        }
    }

    // MARK: Contrast

    /// As WCAG 2 computes it: 1 is none, 21 is black on white. 3 is asked of large and bold text, of marks
    /// and of lines; 4.5 of small text.
    @Test func everyInkIsReadableOnDarkAndOnLight() {
        for style in Style.allCases {
            let look = Palette.many.appearance(of: style)
            guard look.foreground >= 0 else { continue }
            if look.background >= 0 {
                #expect(contrast(look.foreground, look.background) >= 4.5, "\(style)")
            } else {
                for ground: Int16 in [16, 231] {
                    #expect(contrast(look.foreground, ground) >= 3, "\(style) on \(ground)")
                }
            }
        }
    }

    @Test func warningAndCriticalAndGoodAreApart() {
        let inks = [Style.good, .warning, .critical, .accent].map {
            Palette.many.appearance(of: $0).foreground
        }
        #expect(Set(inks).count == inks.count)
    }

    @Test func theComputationIsThatOfTheStandard() {
        #expect(abs(contrast(16, 231) - 21) < 0.01)
        #expect(contrast(231, 231) == 1)
    }

    private func contrast(_ one: Int16, _ other: Int16) -> Double {
        let lights = [luminance(one), luminance(other)].sorted()
        return ((lights.last ?? 0) + 0.05) / ((lights.first ?? 0) + 0.05)
    }

    private func luminance(_ index: Int16) -> Double {
        let hex = XtermColor(index: index).description.dropFirst()
        let number = Int(hex, radix: 16) ?? 0
        let parts = [number >> 16 & 255, number >> 8 & 255, number & 255].map { part in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
