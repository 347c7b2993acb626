/// What a piece of the screen *means*. Panels say "this is a warning"; the palette decides
/// what a warning looks like with 256, 16, 8 or no colours, and a golden file can hold the
/// decision as one letter. So there is no colour in any panel.
package enum Style: Character, Sendable, Hashable, CaseIterable {
    case plain = "."
    /// Labels, units, and numbers that are old or absent.
    case dim = "d"
    /// A panel's title in its rule.
    case title = "t"
    /// The title of the panel that has the focus.
    case focusedTitle = "T"
    /// Column headings.
    case heading = "h"
    case good = "g"
    case warning = "w"
    case critical = "c"
    /// The row under the cursor.
    case selected = "s"
    /// A value to look at first.
    case accent = "a"
    case border = "-"
    case focusedBorder = "="
    /// The key itself in a footer or a help text.
    case key = "k"
    /// The key of a command that changes the cache.
    case dangerousKey = "K"
    case bar = "b"
    case barWarning = "o"
    case barCritical = "O"
    case barEmpty = "e"
    case sparkline = "l"
    /// An invalidation in a sparkline.
    case marker = "m"
    case input = "i"
    /// The cell under the input line's cursor.
    case cursor = "I"
    /// A line across the screen that can't be overlooked: connection lost.
    case banner = "B"
    /// The same for an earlier moment that is shown: nothing is wrong, but it is not now.
    case pastBanner = "N"
    /// The name of an environment in which mistakes are expensive.
    case production = "P"
}
