/// Which colours a terminal has, and what the roles look like with them. Every role that asks
/// for attention also differs without any colour.
///
/// The operator's background may be dark or light, and is never painted over: only what stands out as a
/// whole (the selected row, a banner, an input line) has a background of its own.
package enum Palette: Sendable, Hashable, CaseIterable {
    case monochrome, eight, sixteen, many

    package init(colors: Int) {
        switch colors {
        case 256...: self = .many
        case 16...: self = .sixteen
        case 8...: self = .eight
        default: self = .monochrome
        }
    }

    package func appearance(of style: Style) -> Appearance {
        switch self {
        case .monochrome: Self.monochrome(style)
        case .eight: Self.few(style, gray: nil)
        case .sixteen: Self.few(style, gray: 8)
        case .many: Self.many(style)
        }
    }

    private static func monochrome(_ style: Style) -> Appearance {
        switch style {
        case .plain, .heading, .sparkline, .good, .bar, .barEmpty, .border: Appearance()
        case .dim: Appearance(isDim: true)
        case .title, .accent, .key, .focusedBorder, .marker: Appearance(isBold: true)
        case .focusedTitle, .dangerousKey: Appearance(isBold: true, isUnderlined: true)
        case .warning, .barWarning: Appearance(isUnderlined: true)
        case .critical: Appearance(isBold: true, isReversed: true)
        // Full blocks in reverse video would look empty.
        case .barCritical: Appearance(isBold: true)
        case .input: Appearance(isUnderlined: true)
        case .selected, .cursor: Appearance(isReversed: true)
        case .banner, .pastBanner, .production: Appearance(isBold: true, isReversed: true)
        }
    }

    /// ANSI colours: 1 red, 2 green, 3 yellow, 5 magenta, 6 cyan, 7 white, whose shades are the terminal's
    /// theme's. No blue, which is hardly visible on black, and none of the bright eight, which are hardly
    /// visible on white.
    private static func few(_ style: Style, gray: Int16?) -> Appearance {
        switch style {
        case .plain: Appearance()
        case .dim, .border, .barEmpty: Appearance(foreground: gray ?? -1, isDim: gray == nil)
        case .title: Appearance(foreground: 6)
        case .focusedTitle: Appearance(foreground: 6, isBold: true, isUnderlined: true)
        case .heading, .sparkline: Appearance(foreground: 6)
        case .good, .bar: Appearance(foreground: 2)
        case .warning, .barWarning: Appearance(foreground: 3, isBold: true)
        case .critical, .barCritical: Appearance(foreground: 1, isBold: true)
        case .selected: Appearance(foreground: 7, background: 4, isBold: true)
        case .accent, .key, .focusedBorder: Appearance(foreground: 6, isBold: true)
        case .dangerousKey: Appearance(foreground: 1, isBold: true)
        case .marker: Appearance(foreground: 5, isBold: true)
        case .input: Appearance(isUnderlined: true)
        case .cursor: Appearance(isReversed: true)
        case .banner, .production: Appearance(foreground: 7, background: 1, isBold: true)
        case .pastBanner: Appearance(foreground: 0, background: 3)
        }
    }

    /// The 256 colours of xterm. All foregrounds are readable on black and on white, which a test computes:
    /// that leaves the shades of middle brightness.
    private static func many(_ style: Style) -> Appearance {
        switch style {
        case .plain: Appearance()
        case .dim: Appearance(foreground: 244)
        case .border: Appearance(foreground: 241)
        case .focusedBorder: Appearance(foreground: 32)
        case .title: Appearance(foreground: 67, isBold: true)
        case .focusedTitle: Appearance(foreground: 32, isBold: true)
        case .heading: Appearance(foreground: 67)
        case .good: Appearance(foreground: 28)
        case .warning: Appearance(foreground: 136, isBold: true)
        case .critical: Appearance(foreground: 167, isBold: true)
        case .selected: Appearance(foreground: 231, background: 24)
        case .accent: Appearance(foreground: 31, isBold: true)
        case .key: Appearance(foreground: 31, isBold: true)
        case .dangerousKey: Appearance(foreground: 167, isBold: true)
        case .bar: Appearance(foreground: 65)
        case .barWarning: Appearance(foreground: 136)
        case .barCritical: Appearance(foreground: 167)
        case .barEmpty: Appearance(foreground: 244)
        case .sparkline: Appearance(foreground: 66)
        case .marker: Appearance(foreground: 170, isBold: true)
        case .input: Appearance(foreground: 231, background: 238)
        case .cursor: Appearance(foreground: 16, background: 231)
        case .banner, .production: Appearance(foreground: 231, background: 124, isBold: true)
        case .pastBanner: Appearance(foreground: 16, background: 179)
        }
    }
}
