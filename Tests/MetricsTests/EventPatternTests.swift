import Metrics
import Testing

/// The form of a line that `--events-line` describes.
struct EventPatternTests {
    private let grammar = KeyGrammar(policy: .standard)

    private func read(_ pattern: String, _ text: String) throws -> EventLine {
        EventLine(bytes(text), grammar: grammar, pattern: try EventPattern(pattern))
    }

    @Test func itReadsAnotherForm() throws {
        let pattern = "lookup (?<key>\\S+) found=(?<outcome>[01]|hit|miss)"
        let event = EventLine.event(CacheEvent(.hit, key: bytes("product:1")))
        #expect(try read(pattern, "12:00 lookup product:1 found=hit") == event)
        #expect(try read(pattern, "lookup product:1 found=1") == .unknown(.outcome))
        // What is known is read as before.
        #expect(try read(pattern, "[CACHE HIT] product:1") == event)
        #expect(try read(pattern, "GET /x") == .other)
        // In a message and behind colours, too.
        #expect(try read(pattern, #"{"msg":"lookup product:1 found=hit"}"#) == event)
        #expect(try read(pattern, "\u{1B}[1mlookup\u{1B}[0m product:1 found=hit") == event)
    }

    @Test func itGoesFirst() throws {
        let pattern = "hit (?<outcome>miss):(?<key>\\S+)"
        let event = EventLine.event(CacheEvent(.miss, key: bytes("product:1")))
        #expect(try read(pattern, "hit miss:product:1") == event)
    }

    @Test func aKeyMayBeAnyBytes() throws {
        let pattern = try EventPattern("(?<outcome>hit)>(?<key>.+)<")
        let text = bytes("hit>") + [0xFF, 0x00, 0x20] + bytes("<")
        let line = EventLine(text, grammar: grammar, pattern: pattern)
        #expect(line == .event(CacheEvent(.hit, key: [0xFF, 0x00, 0x20])))
    }

    @Test func withoutAKeyItIsUnknown() throws {
        #expect(try read("(?<outcome>hit)=(?<key>\\S*)", "hit= x") == .unknown(.noKey))
    }
}
