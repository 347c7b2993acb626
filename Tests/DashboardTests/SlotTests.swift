import Dashboard
import Metrics
import Screen
import Testing

/// Header and footer hold still: over a series of states, what is there stands where it stood.
@Suite struct SlotTests {
    private static let sizes = [
        ScreenTests.small, ScreenTests.wide, Size(columns: 100, rows: 30),
        Size(columns: 200, rows: 60), SizeTests.little, SizeTests.least,
    ]

    /// Looks of one night: figures of every length, late, lost, paused, in the past, and back.
    private func series(_ size: Size, _ seed: UInt64) -> [State] {
        var dice = Dice(seed)
        var state = Shop.busy(size)
        return (1...40).map { step in
            state.shown.server.opsPerSecond = [0, 0.3, 41, 4120, 12_345, 1_000_000].randomElement(
                using: &dice)
            state.shown.server.cpuRatio =
                [nil, 0.0001, 0.044, 1, 1.5].randomElement(using: &dice)
                ?? nil
            state.shown.server.uptimeSeconds = [0, 59, 180, 181, 86_399, 1_047_900].randomElement(
                using: &dice)
            state.shown.server.connectedClients = [0, 41, 9999, 70_000].randomElement(using: &dice)
            state.isPaused = Int.random(in: 0...4, using: &dice) == 0
            switch Int.random(in: 0...5, using: &dice) {
            case 0: state.link = .lost(why: "The server went away.", retryAt: state.now + 5)
            case 1: state.now = 120 + Double(Int.random(in: 0...7000, using: &dice))
            case 2: state.link = .connecting
            default:
                state.link = .live
                state.now = 120
            }
            if Int.random(in: 0...3, using: &dice) == 0 { state.shown.alerts = [] }
            return state
        }
    }

    private func columns(of words: [String], in line: String) -> [String: Int] {
        var found: [String: Int] = [:]
        for word in words {
            guard let range = line.ranges(of: word).first else { continue }
            found[word] = line.distance(from: line.startIndex, to: range.lowerBound)
        }
        return found
    }

    /// nil where a word has two places.
    private func places(_ lines: [String], _ words: [String]) -> [String: Set<Int>] {
        var places: [String: Set<Int>] = [:]
        for line in lines {
            for (word, column) in columns(of: words, in: line) {
                places[word, default: []].insert(column)
            }
        }
        return places
    }

    @Test(arguments: sizes, [1, 2, 3] as [UInt64])
    func theHeadersPartsHaveOnePlace(size: Size, seed: UInt64) {
        let lines = series(size, seed).compactMap { $0.draw().lines.first }
        let places = places(lines, ["up ", " ops/s", "cpu ", " clients", "7.0.15", "cachetop"])
        for (word, columns) in places {
            #expect(columns.count == 1, "\(word): \(columns)\n\(lines.joined(separator: "\n"))")
        }
        // The mark of the status, and the time, which ends the line.
        let marks = Set(
            lines.compactMap { line in
                line.firstIndex { "●○◐|".contains($0) }.map {
                    line.distance(from: line.startIndex, to: $0)
                }
            })
        #expect(marks.count == 1, "\(marks)\n\(lines.joined(separator: "\n"))")
        #expect(Set(lines.map(\.count)).count == 1)
    }

    @Test(arguments: sizes, [4, 5, 6] as [UInt64])
    func theFootersKeysHaveOnePlace(size: Size, seed: UInt64) {
        let states = series(size, seed)
        let words = Keymap.bindings.filter { !$0.short.isEmpty }.map { "\($0.label) \($0.short)  " }
        let lines = states.compactMap { $0.draw().lines.last.map { $0 + "  " } }
        for (word, columns) in places(lines, words + ["1-7 panels"]) {
            #expect(columns.count == 1, "\(word): \(columns)\n\(lines.joined(separator: "\n"))")
        }
        #expect(lines.allSatisfy { $0.contains("? help") && $0.contains("q quit") })
    }

    /// What lies below the header does not jump when alerts come and go.
    @Test(arguments: sizes)
    func alertsMoveNothing(size: Size) {
        var state = Shop.busy(size)
        let before = Layout(state: state)
        state.shown.alerts = []
        let after = Layout(state: state)
        #expect(before.body == after.body && before.places == after.places)
    }

    @Test func aFilterIsInTheFooterAndSaysHowItEnds() {
        var state = Shop.busy(ScreenTests.small)
        let before = columns(of: ["? help", "q quit"], in: state.draw().lines.last ?? "")
        _ = state.press("/", "p", "r", "o", .enter)
        let line = state.draw().lines.last ?? ""
        #expect(line.hasPrefix(" /pro  Esc clears  "), "\(line)")
        #expect(columns(of: ["? help", "q quit"], in: line) == before)
    }

    // MARK: The banner of trouble

    /// Its words are all on the screen, however long the reason and however small the terminal.
    @Test(arguments: sizes, [1, 7, 20, 40, 90])
    func aReasonIsNeverCut(size: Size, count: Int) {
        var state = Shop.busy(size)
        let words = (1...count).map { "word\($0)" }
        state.feed(
            .link(.lost(why: words.joined(separator: " "), retryAt: state.now + 5)), at: state.now)
        let screen = state.draw().lines
        var text = screen.joined(separator: " ")
        if screen.contains(where: { $0.hasSuffix("a: all") }) {
            // The rest is on the page that the banner names.
            _ = state.press("a")
            let pages = (0...40).map { _ -> String in
                defer { _ = state.press(.down) }
                return state.draw().lines.joined(separator: " ")
            }
            text = pages.joined(separator: " ")
        } else {
            #expect(screen.contains { $0.contains("r: now") })
        }
        let shown = Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        for word in words { #expect(shown.contains(word), "\(word)\n\(screen)") }
    }
}
