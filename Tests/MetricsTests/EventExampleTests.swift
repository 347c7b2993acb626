import Testing

@testable import Metrics

/// What is shown of what arrives: its form, printable, short and without secrets.
struct EventExampleTests {
    private func entry(_ pairs: [(String, String)]) -> String {
        let borrowed = BorrowedPairs(pairs.map { (bytes($0), bytes($1)) })
        defer { borrowed.free() }
        return EventExample.entry(borrowed.count) { borrowed[$0] }
    }

    private func line(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { EventExample.line($0) }
    }

    @Test func anEntryIsItsFieldsWithTheirCutValues() {
        #expect(
            entry([("kind", "lookup"), ("k", "product:1"), ("found", "")])
                == "kind lookup k product:1 found \"\"")
        #expect(entry([("k", String(repeating: "a:", count: 50))]).hasSuffix("a:a…"))
        let long = entry((0..<50).map { ("field\($0)", "value") })
        #expect(long.count == EventExample.longest && long.hasSuffix("…"))
        #expect(entry([]).isEmpty)
    }

    @Test func itCanBePrinted() {
        let hostile = "\u{1B}[2J\n\u{7F}\u{202E}\u{85}"
        for text in [entry([(hostile, hostile)]), line(bytes("x\u{7}" + hostile) + [0xFF, 0xC3])] {
            let isSafe = text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
            }
            #expect(isSafe, "\(text.debugDescription)")
        }
        #expect(line([0x78, 0xFF]) == "x\\xFF")
        #expect(line(bytes("a\tb")) == "a\\x09b")
    }

    @Test(arguments: [
        "login password=hunter2sesame ok", "Authorization: Bearer hunter2sesame",
        #"{"user":"a","apiKey":"hunter2sesame"}"#, "GET /x?token=hunter2sesame&y=1",
        "redis://me:hunter2sesame@cache-1:6379", "secret hunter2sesame",
        "session_id='hunter2sesame'", "Basic hunter2sesame", #"{\"pwd\":\"hunter2sesame\"}"#,
        "x eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJhunter2sesame",
        "Cookie: a=b; sid=hunter2sesame", #"{"password":"a hunter2sesame b","x":1}"#,
        #"password='a; hunter2sesame'"#, #"{\"token\":\"a, hunter2sesame\"}"#,
        #"{"secret":"a\"b hunter2sesame"}"#, "password=&hunter2sesame&x=1", "pwd=a;hunter2sesame",
        #"{"password":"&hunter2sesame"}"#, #"a:1:{s:8:"password";s:15:"a"hunter2sesame";}"#,
        #"{\"a\":\"s:5:\\\"token\\\";s:13:\\\"hunter2sesame\\\";\"}"#,
        "password\u{1}\u{2}hunter2sesame",
    ])
    func secretsAreNotShown(_ text: String) {
        #expect(!line(bytes(text)).contains("hunter2sesame"), "\(line(bytes(text)))")
    }

    @Test func secretFieldsAreNotShown() {
        let shown = entry([
            ("authToken", "hunter2"), ("kind", "x"), ("url", "redis://u:hunter2@h/0"),
            ("data", #"{"password":"hunter2"}"#),
        ])
        #expect(!shown.contains("hunter2"), "\(shown)")
        #expect(shown.hasPrefix("authToken … kind x"))
    }

    @Test func whatIsNoSecretStays() {
        let text = "lookup product:42 -> HIT (search:red:v3) session:7 3 ms http://x"
        #expect(line(bytes(text)) == text)
    }

    @Test(arguments: [
        ("2026-11-25 12:00:01,123 INFO x", "INFO x"), ("12:00:01 x", "x"), ("4 x", "4 x"),
        ("2026-11-25T12:00:01Z \u{1B}[1mx\u{1B}[0m", "x"), ("2026-11-25", "2026-11-25"),
        ("12:00:01", "12:00:01"), ("2026-11-25 ", ""), ("x 12:00:01", "x 12:00:01"),
    ])
    func timesBeforeALineAreLeftOut(_ text: String, _ shown: String) {
        #expect(line(bytes(text)) == shown)
    }
}

/// Logs in UTF-16, and marks at the beginning.
struct LineDecoderTests {
    private func units(_ text: String, bigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    private func decode(_ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        var decoder = LineDecoder()
        var text: [UInt8] = []
        for part in parts {
            Array(part).withUnsafeBufferPointer { decoder.decode($0) { text += $0 } }
        }
        decoder.finish { text += $0 }
        return text
    }

    @Test(arguments: [false, true]) func utf16IsReadHoweverItIsCut(_ bigEndian: Bool) {
        let text = "hit product:é😀42\nmiss x\n"
        let all = units(text, bigEndian: bigEndian)
        for cut in 0...all.count {
            #expect(decode([all[..<cut], all[cut...]]) == bytes(text))
        }
        #expect(decode(all.map { [$0] }) == bytes(text))
        #expect(LineDecoder.text(all) == bytes(text))
    }

    @Test(arguments: ["hit product:1\n", "", "é", "h"]) func bytesPass(_ text: String) {
        #expect(decode([bytes(text)[...]]) == bytes(text))
        #expect(decode([[0xEF, 0xBB, 0xBF], bytes(text)[...]]) == bytes(text))
        #expect(LineDecoder.text(bytes(text)) == bytes(text))
    }

    @Test func whatIsNoMarkIsKept() {
        for beginning in [
            [0xFF], [0xFE], [0xEF], [0xEF, 0xBB], [0xFF, 0x41], [0xEF, 0xBB, 0x41],
        ]
            as [[UInt8]]
        {
            #expect(decode([beginning[...]]) == beginning)
        }
    }

    @Test func halfAPairIsReplaced() {
        #expect(decode([[0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]]) == bytes("\u{FFFD}A"))
        #expect(decode([[0xFF, 0xFE, 0x00, 0xDC, 0x41, 0x00]]) == bytes("\u{FFFD}A"))
    }

    /// A log that is followed from its end on is known by its first bytes.
    @Test func theBeginningTells() {
        #expect(LineDecoder(beginning: [0xFF, 0xFE, 0x41]).unit == 2)
        #expect(LineDecoder(beginning: [0x68, 0x69, 0x74]).unit == 1)
        #expect(LineDecoder(beginning: []).unit == 1)
        var decoder = LineDecoder(beginning: [0xFE, 0xFF])
        var text: [UInt8] = []
        [UInt8]([0x00, 0x41]).withUnsafeBufferPointer { decoder.decode($0) { text += $0 } }
        #expect(text == [0x41])
    }
}
