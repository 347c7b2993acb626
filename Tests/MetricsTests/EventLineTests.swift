import Metrics
import Testing

struct EventLineTests {
    @Test(
        arguments: [
            ("hit", .hit), ("miss", .miss), ("fill", .fill), ("purge", .purge),
            ("purge-glob", .purgeGlob), ("bump", .bump), ("", nil), ("hi", nil), ("hits", nil),
            ("HIT", nil), ("Hit", nil), ("mist", nil), ("purge-globs", nil), ("purge_glob", nil),
            ("bypass", nil), ("abcde", nil), ("abcdefghij", nil),
        ] as [(String, Outcome?)])
    func outcomesAreTheirWords(_ word: String, _ outcome: Outcome?) {
        #expect(bytes(word).withUnsafeBufferPointer { Outcome($0) } == outcome)
        if let outcome { #expect(outcome.word == word) }
    }

    @Test(arguments: Outcome.allCases)
    func everyOutcomeIsReadInBothForms(_ outcome: Outcome) {
        let event = EventLine.event(CacheEvent(outcome, key: bytes("product:42")))
        #expect(EventLine(bytes("\(outcome.word) product:42")) == event)
        #expect(EventLine(bytes("[CACHE \(outcome.word.uppercased())] product:42")) == event)
    }

    @Test(
        arguments: [
            ("hit product:42\r", .hit, "product:42"),
            ("[CACHE HIT] product:42\r", .hit, "product:42"),
            ("hit product:42\r\r", .hit, "product:42\r"),
            // the key runs to the end of the line, after a single space
            ("miss search:red shoes:v3", .miss, "search:red shoes:v3"),
            ("[CACHE MISS] search:red shoes:v3 ", .miss, "search:red shoes:v3 "),
            ("hit  a", .hit, " a"), ("[CACHE HIT]  a", .hit, " a"),
            // container runtimes and loggers
            ("web-1  | [CACHE MISS] product:42", .miss, "product:42"),
            (
                "2023-11-14T22:13:20.123456789Z stdout F [CACHE HIT] product:42", .hit,
                "product:42"
            ),
            ("[info] [CACHE HIT] product:42", .hit, "product:42"),
            ("[CACH[CACHE HIT] product:42", .hit, "product:42"),
            // a key may hold anything, even what looks like an event
            ("hit search:[CACHE MISS] product:42", .hit, "search:[CACHE MISS] product:42"),
            ("[CACHE HIT] a [CACHE MISS] b", .hit, "a [CACHE MISS] b"),
            ("[CACHE HIT] a]b", .hit, "a]b"),
        ] as [(String, Outcome, String)])
    func theKeyIsTheRestOfTheLine(_ line: String, _ outcome: Outcome, _ key: String) {
        #expect(EventLine(bytes(line)) == .event(CacheEvent(outcome, key: bytes(key))))
    }

    @Test func keysStayBytes() {
        let key: [UInt8] = [0xFF, 0x00, 0x20, 0xC3]
        #expect(EventLine(bytes("hit ") + key) == .event(CacheEvent(.hit, key: key)))
        #expect(EventLine(bytes("[CACHE HIT] ") + key) == .event(CacheEvent(.hit, key: key)))
    }

    @Test(arguments: [
        "hit ", "hit \r", "[CACHE HIT] ", "[CACHE HIT] \r", "[CACHE HIT]", "[CACHE HIT]product:42",
        "[CACHE BYPASS] product:42", "[CACHE ] product:42", "bypass product:42",
        "stale-hit product:42",
    ])
    func whatOnlyLooksLikeAnEventIsUnknown(_ line: String) {
        #expect(EventLine(bytes(line)) == .unknown)
    }

    @Test(arguments: [
        "", "\r", " ", "hit", "miss", "[CACHE HIT", "[CACHE", "[CACHE ", "[cache HIT] product:42",
        "(CACHE HIT) product:42", " hit product:42", "Listening on port 3000",
        "GET /api/products/42 200", "listening http://localhost:3000", "Error: no such product",
        "ready in 1.2 s", "compiled client: done", "- product:42x y", "warn something",
        "HIT product:42", "hits product", "a\tb:c",
    ])
    func otherLinesOfTheLogAreNotEvents(_ line: String) {
        #expect(EventLine(bytes(line)) == .other)
    }

    /// A line is read anywhere it is cut, without a trap.
    @Test func everyCutOfALineIsRead() {
        let line = bytes("web-1  | [CACHE PURGE-GLOB] category:shoes:*\r")
        for cut in 0...line.count {
            if case .event(let event) = EventLine(Array(line[..<cut])) {
                #expect(event.outcome == .purgeGlob && !event.key.isEmpty)
            }
        }
    }
}

struct StreamIDTests {
    @Test(
        arguments: [
            ("1700000000000-0", 1_700_000_000_000, 0), ("5", 5, 0), ("0-0", 0, 0), ("007-01", 7, 1),
            ("18446744073709551615-18446744073709551615", .max, .max),
        ] as [(String, UInt64, UInt64)])
    func idsAreRead(_ text: String, _ milliseconds: UInt64, _ sequence: UInt64) {
        let id = StreamID(bytes(text))
        #expect(id == StreamID(milliseconds: milliseconds, sequence: sequence))
        #expect(id.flatMap { StreamID(bytes($0.description)) } == id)
    }

    @Test(arguments: [
        "", "-", "5-", "-5", "5--1", "5-1-1", "5 ", "+5", "$", "*", "5-x", "5-*", "0x5",
        "18446744073709551616", "0-18446744073709551616", "99999999999999999999999-0",
    ])
    func whatIsNoIdIsRejected(_ text: String) {
        #expect(StreamID(bytes(text)) == nil)
    }

    @Test func idsAreOrderedAsRedisOrdersThem() {
        let ids = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 0)].map {
            StreamID(milliseconds: $0.0, sequence: $0.1)
        }
        for (a, b) in zip(ids, ids.dropFirst()) { #expect(a < b && !(b < a)) }
        #expect(ids.first == .zero)
    }

    @Test func everyIdHasAMoment() {
        #expect(StreamID(milliseconds: 5, sequence: 9).timestamp == Timestamp(milliseconds: 5))
        let last = StreamID(milliseconds: .max, sequence: 0).timestamp
        #expect(last > start && last.adding(seconds: 2700) > last)
    }
}
