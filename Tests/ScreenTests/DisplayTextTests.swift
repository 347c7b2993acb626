import Screen
import Testing

struct DisplayTextTests {
    @Test(arguments: 0x00...0x9F)
    func everyControlIsShownAndNotSent(_ value: Int) throws {
        let scalar = try #require(Unicode.Scalar(UInt32(value)))
        let text = DisplayText("a\(Character(scalar))b")
        if (0x20...0x7E).contains(value) {
            #expect(text.columns == 3)
        } else {
            #expect(text.string.hasPrefix("a\\"))
            #expect(text.string.hasSuffix("b"))
            #expect(text.string.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
            #expect(text.columns == text.string.count)
        }
    }

    // By number: a test run's log must not carry them either.
    @Test(
        arguments: [
            ([0x0A, 0x09, 0x0D], #"\n\t\r"#), ([0x1B, 0x5B, 0x32, 0x4A], #"\x1B[2J"#),
            ([0x7F], #"\x7F"#), ([0x85], #"\u0085"#), ([0x9B, 0x31], #"\u009B1"#),
            ([0x61, 0x202E, 0x62], #"a\u202Eb"#), ([0x61C], #"\u061C"#), ([0xFEFF], #"\uFEFF"#),
            ([0xAD], #"\u00AD"#), ([0xA0], #"\u00A0"#), ([0x2028], #"\u2028"#),
            ([0xE0041], #"\u{E0041}"#), ([0xE000], #"\uE000"#), ([0x0378], #"\u0378"#),
            ([0x3164], #"\u3164"#), ([0x1F44D, 0x1F3FD], #"👍\u{1F3FD}"#),
            ([0x1F469, 0x200D, 0x1F467], #"👩\u200D👧"#),
        ] as [([UInt32], String)])
    func whatHidesOrDeceivesIsShown(_ scalars: [UInt32], _ shown: String) {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        #expect(DisplayText(text).string == shown)
    }

    @Test(arguments: [0x202A...0x202E, 0x2066...0x2069, 0x200B...0x200F, 0xFE00...0xFE0F])
    func everyBidiControlAndInvisibleIsEscaped(_ range: ClosedRange<Int>) throws {
        for value in range {
            let scalar = try #require(Unicode.Scalar(UInt32(value)))
            let hex = String(value, radix: 16, uppercase: true)
            #expect(DisplayText(String(Character(scalar))).string == "\\u" + hex)
        }
    }

    @Test(
        arguments: [
            ([0xFF], #"\xFF"#), ([0x61, 0x80, 0x62], #"a\x80b"#), ([0xC0, 0xAF], #"\xC0\xAF"#),
            ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#),  // a lone surrogate
            ([0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#),  // above U+10FFFF
            ([0xE2, 0x82, 0x41], #"\xE2\x82A"#), ([], ""), ([0x00], #"\x00"#),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreShownAsBytes(_ bytes: [UInt8], _ shown: String) {
        #expect(DisplayText(bytes: bytes).string == shown)
    }

    @Test(arguments: ["é", "€", "日", "😀", "a€b😀c"])
    func everyCutOfUTF8KeepsEveryByte(_ text: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            let shown = DisplayText(bytes: bytes[..<cut]).string
            let whole = String(validating: bytes[..<cut], as: UTF8.self)
            if let whole {
                #expect(shown == whole)
            } else {
                #expect(shown.contains("\\x"))
                #expect(rebuilt(shown) == Array(bytes[..<cut]))
            }
        }
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("😀", 2), ("é", 1), ("e\u{301}", 1), ("한", 2),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2), ("⌚", 2), ("▇", 1), ("🇩🇪", 2),
        ("𠀀", 2), ("", 0),
    ])
    func widthInColumns(_ text: String, _ columns: Int) {
        #expect(DisplayText(text).columns == columns)
    }

    @Test func marksJoinTheirBaseUpToFour() {
        #expect(DisplayText("e\u{301}x").pieces.map(\.text) == ["e\u{301}", "x"])
        #expect(DisplayText("\u{301}").string == #"\u0301"#)
        #expect(DisplayText("\n\u{301}").string == #"\n\u0301"#)
        let zalgo = DisplayText("e" + String(repeating: "\u{301}", count: 6))
        #expect(zalgo.columns == 1 + 2 * 6)
    }

    @Test func aTextBeyondAnyScreenEndsInDots() {
        let long = DisplayText(bytes: repeatElement(0x61, count: 1_000_000))
        #expect(long.columns == DisplayText.longest + 3)
        #expect(long.string.hasSuffix("a..."))
        #expect(DisplayText(String(repeating: "é", count: 9_000)).string.hasSuffix("é..."))
        let exact = String(repeating: "a", count: DisplayText.longest)
        #expect(DisplayText(exact).string == exact)
        #expect(DisplayText(bytes: Array(exact.utf8)).string == exact)
    }

    @Test(arguments: [
        (Truncation.end, 10, "product:…", "product:~"), (.middle, 10, "produ…v128", "produ~v128"),
        (.clip, 10, "product:42", "product:42"), (.middle, 2, "p…", "p~"), (.end, 1, "…", "~"),
        (.middle, 0, "", ""), (.end, -3, "", ""), (.clip, -3, "", ""),
        (.middle, 15, "product:42:v128", "product:42:v128"),
    ])
    func truncation(_ truncation: Truncation, _ columns: Int, _ unicode: String, _ ascii: String) {
        let text = DisplayText("product:42:v128")
        #expect(text.truncated(to: columns, truncation, glyphs: .unicode).string == unicode)
        #expect(text.truncated(to: columns, truncation, glyphs: .ascii).string == ascii)
    }

    /// `70.6` cut to `70` would be another number.
    @Test(arguments: [
        ("product 79.3%→41.2%", 11, "product…"), ("83.2%→70.6%→95.8%", 11, "83.2%→…"),
        ("83.2%→70.6%→95.8%", 12, "83.2%→70.6%…"), ("83.2%→70.6%", 9, "83.2%→…"),
        ("1234567", 4, "…"), ("at 14:03:22 it", 9, "at…"), ("12,040 keys", 7, "…"),
        ("300 keys gone", 9, "300 keys…"), ("v7→9: 2", 5, "v7→…"), ("7: many", 3, "7:…"),
    ])
    func aNumberIsNeverCut(text: String, columns: Int, cut: String) {
        #expect(DisplayText(text).truncated(to: columns, glyphs: .unicode).string == cut)
        // In a line of several styles, too.
        let spans = text.enumerated().reduce(Line()) {
            $0 + Line(DisplayText(String($1.element)), $1.offset % 3 == 0 ? .dim : .plain)
        }
        #expect(spans.truncated(to: columns, glyphs: .unicode).string == cut)
    }

    @Test(arguments: -1...9)
    func truncationNeverCutsAWideCharacter(_ columns: Int) {
        for truncation in [Truncation.end, .middle, .clip] {
            let cut = DisplayText("日本語語").truncated(to: columns, truncation, glyphs: .unicode)
            #expect(cut.columns <= max(0, columns))
            #expect(cut.columns >= min(columns, 8) - 2)
        }
    }

    @Test func wrapping() {
        func wrapped(_ text: DisplayText, _ columns: Int) -> [String] {
            text.wrapped(to: columns).map(\.string)
        }
        #expect(wrapped("the edge stays stale", 9) == ["the edge", "stays", "stale"])
        #expect(wrapped("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"])
        #expect(wrapped("日本語", 5) == ["日本", "語"])
        #expect(wrapped("日本", 1) == ["日", "本"])
        #expect(wrapped("", 5) == [""])
        #expect(wrapped("abc", 0) == [""])
    }

    /// The bytes that an escaped text stands for.
    private func rebuilt(_ shown: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(shown)
        while let first = rest.first {
            if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(4)
            } else {
                bytes += Array(String(first).utf8)
                rest = rest.dropFirst()
            }
        }
        return bytes
    }
}
