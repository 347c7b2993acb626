import Screen
import Testing

struct KeyDecoderTests {
    private let names: [Int32: KeyPress] = [259: .up, 266: .function(2)]

    private func keys(_ reads: [[Int32]]) -> [KeyPress] {
        var decoder = KeyDecoder(names: names)
        return reads.flatMap { decoder.keys($0) }
    }

    private func codes(_ text: String) -> [Int32] { text.utf8.map(Int32.init) }

    @Test(
        arguments: [
            ([0x61], ["a"]), ([0x53], ["S"]), ([0x0D], [.enter]), ([0x0A], [.enter]),
            ([0x09], [.tab]),
            ([0x7F], [.backspace]), ([0x08], [.backspace]), ([0x03], [.control("c")]), ([0x00], []),
            ([0x1B], [.escape]), ([0x1B, 0x1B], [.escape, .escape]),
            ([0x1B, 0x71], [.escape, "q"]),
            ([259], [.up]), ([266, 0x79], [.function(2), "y"]), ([410], []), ([-1], []),
            ([0x1F], []),
        ] as [([Int32], [KeyPress])])
    func keysInOneRead(_ codes: [Int32], _ pressed: [KeyPress]) {
        #expect(keys([codes]) == pressed)
    }

    @Test(arguments: ["é", "日", "😀", "aé日😀b"])
    func charactersMayBeCutAnywhere(_ text: String) {
        let all = codes(text)
        for cut in 0...all.count {
            #expect(keys([Array(all[..<cut]), Array(all[cut...])]) == text.map(KeyPress.character))
        }
        #expect(keys(all.map { [$0] }) == text.map(KeyPress.character))
    }

    @Test func brokenCharactersAreDropped() {
        #expect(keys([[0xC3, 0x61]]) == ["a"])
        #expect(keys([[0x80, 0xFF, 0xC3, 0xA9]]) == ["é"])
        #expect(keys([[0xE6, 0xC3, 0xA9]]) == ["é"])
        #expect(keys([[0xC3, 259, 0xA9, 0x61]]) == [.up, "a"])
    }

    /// A focus report, a modified key, a keypad key: none may leave a letter behind.
    @Test(arguments: ["[I", "[1;9S", "OP", "[15;2~", "[?1;2c"])
    func unknownSequencesLeaveNoLetter(_ sequence: String) {
        let all = [0x1B] + codes(sequence)
        #expect(keys([all + codes("q")]) == ["q"])
        for cut in 2..<all.count {
            #expect(keys([Array(all[..<cut]), Array(all[cut...]), codes("q")]) == ["q"])
        }
        // Cut behind Esc it looks like the key, but its letters don't count.
        if all.count > 2 {
            #expect(keys([Array(all[..<1]), Array(all[1...]), codes("q")]) == [.escape, "q"])
        }
    }

    @Test func escapeThenTypedLettersAreKeys() {
        #expect(keys([[0x1B], codes("O")]) == [.escape, "O"])
        #expect(keys([[0x1B], codes("["), codes("S")]) == [.escape, "[", "S"])
        #expect(keys([[0x1B], [], codes("S")]) == [.escape, "S"])
    }

    @Test func aSequenceWithoutEndDoesNotSwallowForEver() {
        let digits = Array(repeating: Int32(0x31), count: 40)
        #expect(keys([[0x1B, 0x5B] + digits + codes("q")]).last == "q")
        #expect(keys([[0x1B, 0x5B, 0x31, 0x0D, 0x71]]) == [.enter, "q"])
    }
}

/// Reports of the mouse, as terminals send them.
struct MouseReportTests {
    private func inputs(_ reads: [String], hasMouse: Bool = true) -> [Input] {
        var decoder = KeyDecoder(names: [:], hasMouse: hasMouse)
        return reads.flatMap { decoder.inputs($0.unicodeScalars.map { Int32($0.value) }) }
    }

    @Test(
        arguments: [
            ("\u{1B}[<0;12;7M", MousePress(.left, x: 11, y: 6)),
            ("\u{1B}[<64;1;1M", MousePress(.wheelUp, x: 0, y: 0)),
            ("\u{1B}[<65;223;40M", MousePress(.wheelDown, x: 222, y: 39)),
            // With Shift, Alt and Ctrl held.
            ("\u{1B}[<28;3;4M", MousePress(.left, x: 2, y: 3)),
            // As old terminals have it: 32 more than each number.
            ("\u{1B}[M !\"", MousePress(.left, x: 0, y: 1)),
            ("\u{1B}[M`GS", MousePress(.wheelUp, x: 38, y: 50)),
        ])
    func aReportIsAPress(_ report: String, _ press: MousePress) {
        #expect(inputs([report + "q"]) == [.mouse(press), .key("q")])
        // However it is cut, but behind Esc.
        for cut in 2..<report.count {
            let index = report.index(report.startIndex, offsetBy: cut)
            let parts = [String(report[..<index]), String(report[index...]), "q"]
            #expect(inputs(parts) == [.mouse(press), .key("q")], "\(cut)")
        }
    }

    /// A release, a movement, the right button, a place that is none, nonsense: none leaves a letter.
    @Test(arguments: [
        "[<0;12;7m", "[<35;12;7M", "[<2;12;7M", "[<0;0;7M", "[<0;7M", "[<;;M", "[<a;1;1M",
        "[<99999999999999999999;1M", "[M#GG", "[M \u{1}\u{1}",
    ])
    func whatIsNoPressIsSwallowed(_ report: String) {
        #expect(inputs(["\u{1B}" + report + "q"]).suffix(1) == [.key("q")])
        for input in inputs(["\u{1B}" + report]) {
            if case .mouse(let press) = input { Issue.record("\(press)") }
            #expect(input != .key("G"))
        }
    }

    /// Where no report was asked for, three letters that follow are keys.
    @Test func withoutAMouseNothingIsAReport() {
        #expect(inputs(["\u{1B}[M", "abc"], hasMouse: false) == [.key("a"), .key("b"), .key("c")])
        #expect(inputs(["\u{1B}[<0;12;7M"], hasMouse: false).isEmpty)
    }
}
