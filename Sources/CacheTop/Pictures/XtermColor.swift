/// The 256 colours of xterm as a web page writes them: 16 named ones, a cube of 6x6x6, 24 greys.
nonisolated struct XtermColor: Sendable, Hashable, CustomStringConvertible {
    let index: Int16

    private static let named = [
        "#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
        "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff",
    ]

    /// `#rrggbb`; what is no colour is white.
    var description: String {
        let index = Int(index)
        switch index {
        case Self.named.indices: return Self.named[index]
        case 16..<232:
            let rest = index - 16
            return Self.hex([rest / 36, rest / 6 % 6, rest % 6].map { $0 == 0 ? 0 : 55 + 40 * $0 })
        case 232..<256:
            return Self.hex(Array(repeating: 8 + 10 * (index - 232), count: 3))
        default: return "#ffffff"
        }
    }

    private static func hex(_ parts: [Int]) -> String {
        parts.reduce(into: "#") { text, part in
            let digits = String(part, radix: 16)
            text += digits.count == 1 ? "0" + digits : digits
        }
    }
}
