import Metrics
import Screen

/// One line of typed text.
enum InputLine {
    static let longest = 512

    static func edited(_ text: String, by key: KeyPress) -> String {
        switch key {
        case .character(let character) where text.count < longest: text + String(character)
        case .backspace, .delete: String(text.dropLast())
        case .control("u"): ""
        default: text
        }
    }
}
