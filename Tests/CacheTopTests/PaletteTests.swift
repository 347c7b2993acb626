import Screen
import Testing

@testable import CacheTop

@Suite struct PaletteTests {
    /// A full block in reverse video is a blank.
    @Test(arguments: [Palette.monochrome, .eight, .sixteen, .many])
    func barsAreNotReversed(palette: Palette) {
        for style in [Style.bar, .barWarning, .barCritical, .barEmpty, .sparkline] {
            #expect(!palette.appearance(of: style).isReversed)
        }
    }

    @Test func withoutColoursABarThatWarnsLooksDifferent() {
        let looks = [Style.bar, .barWarning, .barCritical].map(Palette.monochrome.appearance)
        #expect(Set(looks).count == 3)
    }
}
