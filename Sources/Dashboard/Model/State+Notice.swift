package import Screen

extension State {
    /// A sentence in the footer that goes away by itself.
    package struct Notice: Sendable, Hashable {
        package var text: String
        package var style: Style
        package var until: Double
    }

    mutating func say(_ text: String, _ style: Style = .plain, seconds: Double = 6) {
        notice = Notice(text: text, style: style, until: now + seconds)
    }
}
