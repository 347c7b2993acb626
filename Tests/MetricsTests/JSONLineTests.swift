import Metrics
import Testing

private let grammar = KeyGrammar(policy: .standard)

private func line(_ text: String) -> EventLine { EventLine(bytes(text), grammar: grammar) }

/// Lines that are JSON objects, and what else may stand in them.
struct JSONLineTests {
    @Test(
        arguments: [
            (#"{"level":30,"time":1767000000000,"msg":"[CACHE HIT] product:42"}"#, .hit),
            (#"{"msg":"[CACHE MISS] product:42","reqId":"a1"}"#, .miss),
            (#"{"message":"Cache HIT: product:42"}"#, .hit), (#"{"log":"hit product:42\n"}"#, .hit),
            (#"  { "msg" : "hit product:42" }  "#, .hit),
            // Docker's own file around pino's line
            (
                #"{"log":"{\"level\":30,\"msg\":\"[CACHE HIT] product:42\"}\n","stream":"stdout"}"#,
                .hit
            ),
            (#"{"log":{"level":"info"},"message":"[CACHE MISS] product:42"}"#, .miss),
            (#"{"message":{"msg":"[CACHE MISS] product:42"}}"#, .miss),
            // behind a prefix
            (#"api-1  | {"msg":"[CACHE HIT] product:42"}"#, .hit),
            (#"2023-11-14T22:13:20.1Z stdout F {"msg":"[CACHE HIT] product:42"}"#, .hit),
            // coloured by the API, escaped by the logger
            (#"{"msg":"\u001b[32m[CACHE HIT]\u001b[0m product:42"}"#, .hit),
            (#"{"msg":"\u005bCACHE HIT] product\u003A42"}"#, .hit),
            // fields instead of words
            (#"{"event":"cache_hit","key":"product:42","ms":3}"#, .hit),
            (#"{"Key":"product:42","Type":"MISS"}"#, .miss),
            (#"{"data":{"type":"hit","key":"product:42"}}"#, .hit),
            // another field, and an object that is none
            (#"{"text":"[CACHE HIT] product:42"}"#, .hit),
            (#"{"msg":"[CACHE HIT] product:42""#, .hit),
        ] as [(String, Outcome)])
    func isReadThroughTwoObjects(_ text: String, _ outcome: Outcome) {
        #expect(line(text) == .event(CacheEvent(outcome, key: bytes("product:42"))))
    }

    @Test(arguments: [
        (#"{"msg":"hit search:red shoes"}"#, "search:red shoes"),
        (#"{"msg":"[CACHE HIT] search:\"red\" shoes"}"#, #"search:"red""#),
        (#"{"msg":"hit search:\ud83d\ude00\u00e9"}"#, "search:😀é"),
        (#"{"msg":"hit search:\ud83d"}"#, "search:\u{FFFD}"),
    ])
    func theKeyIsThatOfTheMessage(_ text: String, _ key: String) {
        #expect(line(text) == .event(CacheEvent(.hit, key: bytes(key))))
    }

    @Test func oneObjectMayNameSeveralEvents() {
        let both = [
            CacheEvent(.hit, key: bytes("product:1"), weight: 10, source: bytes("api")),
            CacheEvent(.miss, key: bytes("product:2"), weight: 10, source: bytes("api")),
        ]
        #expect(
            line(#"{"hit":"product:1","miss":"product:2","n":10,"src":"api"}"#) == .events(both))
    }

    /// Depth and size come from outside: neither is followed without end, nor costs more than once.
    @Test(arguments: [
        ("[", 60_000), (#"{"a":"#, 12_000), (#"] {"a":[ "#, 7000), (#"| {"a":{{ "#, 6000),
        (#"{"msg":"\\"#, 6000), ("[cache ", 9000), ("[cache x] y ", 5000), ("12:00:00", 8000),
        ("12:00:00 ", 7000), ("cache hit ", 6000), ("cache hit: ", 5500), ("| ", 30_000),
        ("] hit ", 10_000), ("\u{1B}[", 30_000), ("\u{1B}]", 30_000), ("hit product:4 \"", 4000),
        (#"{"data":{"#, 6000), (#"{"log":"{\"log\":\""#, 3000), ("product:", 8000),
    ])
    func hostileTextTakesNoTime(_ part: String, _ count: Int) {
        let text = bytes(String(repeating: part, count: count))
        let clock = ContinuousClock()
        let time = clock.measure { _ = EventLine(text, grammar: grammar) }
        // Milliseconds in truth; what this rules out takes a minute.
        #expect(time < .seconds(5))
        let object = clock.measure { _ = line(#"{"msg":"# + String(repeating: part, count: count)) }
        #expect(object < .seconds(5))
    }

    @Test func objectsWithinObjectsEnd() {
        var text = #"{"msg":"hit product:42"}"#
        var depths: [Bool] = []
        for _ in 0..<4 {
            if case .events = line(text) { depths.append(true) } else { depths.append(false) }
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            text = #"{"log":""# + escaped + "\"}"
        }
        #expect(depths.prefix(2) == [true, true])
        #expect(depths.last == false)
    }

    /// Read anywhere it is cut, and with any byte changed, without a trap; what it says is a key of it.
    @Test(arguments: [
        "\u{1B}[36mapi-1  | \u{1B}[0m\u{1B}[32m[CACHE HIT]\u{1B}[0m product:42 ms=3",
        #"{"log":"{\"level\":30,\"msg\":\"[CACHE HIT] prod\\u0075ct:42\"}\n","n":3,"k":[1,{}]}"#,
        "2023-11-14T22:13:20.123456789Z stdout F Cache MISS: \"product:42\"",
        "web-1  | [CACHE PURGE-GLOB] category:shoes:*\r",
    ])
    func everyCutAndEveryFaultIsRead(_ text: String) {
        var random = SplitMix64(seed: 7)
        let whole = bytes(text)
        for cut in 0...whole.count {
            _ = EventLine(Array(whole[..<cut]), grammar: grammar)
            _ = EventLine(Array(whole[cut...]), grammar: grammar)
        }
        for index in whole.indices {
            var faulty = whole
            faulty[index] = UInt8.random(in: 0...255, using: &random)
            if case .events(let events) = EventLine(faulty, grammar: grammar) {
                #expect(events.allSatisfy { !$0.key.isEmpty })
            }
        }
    }

    @Test(arguments: 0..<20) func randomBytesAreRead(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let words = [
            "[CACHE HIT] ", "hit ", "cache ", "miss: ", "{\"msg\":\"", "\\u00", "\"}", "| ", "] ",
            "12:00:00 ", "\u{1B}[", "product:42", "\"", "\\", "n", ",", ":", "{", "}", "\u{FF}",
        ]
        for _ in 0..<500 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                if Bool.random(using: &random) {
                    text += bytes(words.randomElement(using: &random) ?? "")
                } else {
                    text.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            if case .events(let events) = EventLine(text, grammar: grammar) {
                #expect(!events.isEmpty && events.allSatisfy { !$0.key.isEmpty })
            }
        }
    }
}
