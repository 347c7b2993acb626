import Screen

/// How far a key moves the cursor of a list, or the text of a page: the same keys in both.
enum ScrollStep: Sendable, Hashable {
    case lines(Int), halfPages(Int), pages(Int)
    case start, end

    /// nil: the command moves nothing.
    init?(_ command: Command) {
        switch command {
        case .up: self = .lines(-1)
        case .down: self = .lines(1)
        case .halfPageUp: self = .halfPages(-1)
        case .halfPageDown: self = .halfPages(1)
        case .pageUp: self = .pages(-1)
        case .pageDown: self = .pages(1)
        case .first: self = .start
        case .last: self = .end
        default: return nil
        }
    }

    /// In a page, where no key changes the cache: Space and `G` too, as in less.
    init?(inPage key: KeyPress) {
        switch key {
        case " ": self = .pages(1)
        case "G": self = .end
        default:
            guard let binding = Keymap.binding(for: key), let step = ScrollStep(binding.command)
            else { return nil }
            self = step
        }
    }

    /// More than any list has.
    private static let all = 1_000_000

    /// In lines, of which `page` are visible at once.
    func distance(page: Int) -> Int {
        switch self {
        case .lines(let count): count
        case .halfPages(let count): count * max(1, page / 2)
        case .pages(let count): count * max(1, page)
        case .start: -Self.all
        case .end: Self.all
        }
    }
}

extension State {
    /// Where a text that scrolls stands after a key: its first line on the screen; nil: the key does not scroll.
    /// One function for every dialog and every opened text.
    ///
    /// - Parameters:
    ///   - page: lines that are visible at once.
    ///   - lines: all of them.
    static func scrolled(_ offset: Int, by key: KeyPress, page: Int, lines: Int) -> Int? {
        ScrollStep(inPage: key).map { scrolled(offset, by: $0, page: page, lines: lines) }
    }

    static func scrolled(_ offset: Int, by step: ScrollStep, page: Int, lines: Int) -> Int {
        let last = max(0, lines - max(1, page))
        return min(max(0, min(offset, last) + step.distance(page: page)), last)
    }
}
