import Metrics
import Testing

private let grammar = KeyGrammar(policy: .standard)

private func line(_ text: String) -> EventLine { line(bytes(text)) }
private func line(_ bytes: [UInt8]) -> EventLine { EventLine(bytes, grammar: grammar) }

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

    @Test(
        arguments: [
            ("HIT", .hit), ("Miss", .miss), ("cache_hit", .hit), ("CACHE_MISS", .miss),
            ("cacheHit", .hit), ("cache-miss", .miss), ("cache hit", .hit), ("cache.hit", .hit),
            ("cache:miss", .miss), ("Purge-Glob", .purgeGlob), ("cache", nil), ("cache_", nil),
            ("cache__hit", nil), ("cache_fill", nil), ("cachehits", nil), ("hits", nil),
            ("", nil), ("GET", nil),
        ] as [(String, Outcome?)])
    func otherPublishersWriteThemInAnyCase(_ word: String, _ outcome: Outcome?) {
        #expect(bytes(word).withUnsafeBufferPointer { Outcome(anyCase: $0) } == outcome)
    }

    @Test(arguments: Outcome.allCases)
    func everyOutcomeIsReadInBothForms(_ outcome: Outcome) {
        let event = EventLine.event(CacheEvent(outcome, key: bytes("product:42")))
        #expect(line("\(outcome.word) product:42") == event)
        #expect(line("[CACHE \(outcome.word.uppercased())] product:42") == event)
    }

    @Test(
        arguments: [
            ("hit product:42\r", .hit, "product:42"),
            ("[CACHE HIT] product:42\r", .hit, "product:42"),
            ("hit product:42\r\r", .hit, "product:42\r"),
            // after the plain form at the very start the key is the rest, after a single space
            ("miss search:red shoes:v3", .miss, "search:red shoes:v3"), ("hit  a", .hit, " a"),
            ("hit search:[CACHE MISS] product:42", .hit, "search:[CACHE MISS] product:42"),
            // elsewhere it ends at white space
            ("[CACHE MISS] search:red shoes:v3 ", .miss, "search:red"),
            ("[CACHE HIT]  a", .hit, "a"), ("[CACHE HIT] product:42\t3 ms", .hit, "product:42"),
            ("[CACHE HIT] a [CACHE MISS] b", .hit, "a"), ("[CACHE HIT] a]b", .hit, "a]b"),
            ("api | hit search:red shoes", .hit, "search:red"),
            // in any case, and in other words
            ("[cache hit] product:42", .hit, "product:42"),
            ("[Cache Miss] product:42", .miss, "product:42"),
            ("[CACHE_HIT] product:42", .hit, "product:42"),
            ("[CACHE HIT]: product:42", .hit, "product:42"),
            ("Cache HIT: product:42", .hit, "product:42"),
            ("cache miss: product:42", .miss, "product:42"),
            ("12:00:01 INFO Cache HIT: product:42 in 3 ms", .hit, "product:42"),
            ("cache_hit: product:42", .hit, "product:42"),
            ("Cache HIT : product:42", .hit, "product:42"),
            ("HIT product:42", .hit, "product:42"), ("Miss product:42", .miss, "product:42"),
            // container runtimes and loggers
            ("web-1  | [CACHE MISS] product:42", .miss, "product:42"),
            ("web-1  | hit product:42", .hit, "product:42"),
            ("web-1  | HIT product:42", .hit, "product:42"),
            (
                "2023-11-14T22:13:20.123456789Z stdout F [CACHE HIT] product:42", .hit,
                "product:42"
            ),
            ("2023-11-14T22:13:20.123456789Z stderr F hit product:42", .hit, "product:42"),
            ("2023-11-14T22:13:20.123456789Z stdout P miss product:42", .miss, "product:42"),
            ("2023-11-14 22:13:20,123 hit product:42 3ms", .hit, "product:42"),
            ("22:13:20 miss product:42", .miss, "product:42"),
            ("1767000000.123 miss product:42", .miss, "product:42"),
            ("api-1  | 2023-11-14T22:13:20+01:00 miss product:42", .miss, "product:42"),
            ("[pod/api-1/api] hit product:42", .hit, "product:42"),
            ("[2023-11-14 22:13:20] hit product:42", .hit, "product:42"),
            ("[info] [CACHE HIT] product:42", .hit, "product:42"),
            ("[CACH[CACHE HIT] product:42", .hit, "product:42"),
            // the closing quote
            (#"level=info msg="[CACHE HIT] product:42" ms=3"#, .hit, "product:42"),
            (#"msg='Cache MISS: product:42'"#, .miss, "product:42"),
            (#"msg="{\"m\":\"[CACHE HIT] product:42\"}""#, .hit, "product:42"),
            (#"msg="[CACHE HIT] search:\"red\" x""#, .hit, #"search:\"red\""#),
            (#"Cache HIT: "search:red shoes:v3""#, .hit, "search:red shoes:v3"),
            (#"[CACHE HIT] search:"red""#, .hit, #"search:"red""#),
            // colours
            ("\u{1B}[32m[CACHE HIT]\u{1B}[0m product:42", .hit, "product:42"),
            ("\u{1B}[1;32mhit\u{1B}[0m product:42\u{1B}[K", .hit, "product:42"),
            ("\u{1B}]8;;http://x\u{7}hit\u{1B}]8;;\u{1B}\\ product:42", .hit, "product:42"),
        ] as [(String, Outcome, String)])
    func theKeyIsWhereItsFormSays(_ text: String, _ outcome: Outcome, _ key: String) {
        #expect(line(text) == .event(CacheEvent(outcome, key: bytes(key))))
    }

    @Test func keysStayBytes() {
        let key: [UInt8] = [0xFF, 0x00, 0xC3, 0x80]
        #expect(line(bytes("hit ") + key) == .event(CacheEvent(.hit, key: key)))
        #expect(line(bytes("[CACHE HIT] ") + key) == .event(CacheEvent(.hit, key: key)))
    }

    @Test(
        arguments: [
            ("hit ", .noKey), ("hit \r", .noKey), ("[CACHE HIT] ", .noKey),
            ("[CACHE HIT]", .noKey), ("Cache HIT:", .noKey), ("12:00:00 hit  ", .noKey),
            ("[CACHE HIT]product:42", .form), ("[CACHE BYPASS] product:42", .outcome),
            ("[CACHE ] product:42", .outcome), ("bypass product:42", .outcome),
            ("stale-hit product:42", .outcome), ("(CACHE HIT) product:42", .form),
            ("cache lookup product:42 -> HIT", .form), ("product:42 MISS 3ms", .form),
            ("key=product:42 result=hit", .form), (#"{"k":"product:42","r":"miss"}"#, .form),
            ("cacheHit product:42 v2", .form), ("missed search:a:v3", .outcome),
            (" hit product:42", .form),
        ] as [(String, UnknownReason)])
    func whatOnlyLooksLikeAnEventIsUnknown(_ text: String, _ reason: UnknownReason) {
        #expect(line(text) == .unknown(reason))
    }

    @Test(arguments: [
        "", "\r", " ", "hit", "miss", "[CACHE HIT", "[CACHE", "[CACHE ",
        "Listening on port 3000",
        "GET /api/products/42 200", "listening http://localhost:3000", "Error: no such product",
        "ready in 1.2 s", "compiled client: done", "- product:42x y", "warn something",
        "hits product", "a\tb:c", "Hit Ctrl-C to stop the server", "Hit ctrl:c to stop",
        "listening :3000", "the cache hit rate is 95%", "cache hit rate: 95%", "GET product:42",
        "product:42 saved",
        "http://cache-hit:8080/product", "[Cache warm-up] done",
        "cache hit product page", #"{"level":30,"msg":"listening"}"#, "{", "}{", "cached: product",
    ])
    func otherLinesOfTheLogAreNotEvents(_ text: String) {
        #expect(line(text) == .other)
    }

    @Test func aLineOfMoreThan64KiBIsUnknown() {
        let rest = String(repeating: "x", count: EventLine.longest)
        #expect(line("hit " + rest.dropLast(4)) != .unknown(.tooLong))
        #expect(line("hit " + rest) == .unknown(.tooLong))
    }
}
