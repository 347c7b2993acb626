import Metrics
import Testing

/// A text is searched for among all keys whose names are known, not only those that a list shows.
@Suite struct KeySearchTests {
    /// Misses of three hundred products, most of the first; two that a sweep has found wrong.
    private static let history: History = {
        var history = History.standard
        var events: [(String, String)] = []
        for index in 0..<300 {
            for _ in 0..<(index < 3 ? 5 - index : 1) { events.append(("miss", "product:\(index)")) }
        }
        events += [("hit", "search:shoes:v1"), ("miss", "search:shoes:v1"), ("miss", "Cart:7")]
        history.observe(1, events)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        survey.add(
            bytes("product:9001"), pttl: 900_000, bytes: 64, grammar: history.grammar, at: start)
        survey.add(bytes("product:2"), pttl: -1, bytes: 64, grammar: history.grammar, at: start)
        history.observe(survey)
        return history
    }()

    private func found(_ text: String) -> FoundKeys? { Self.history.found(text, at: moment(2)) }

    @Test func theRarestKeyIsFound() throws {
        let found = try #require(self.found("product:299"))
        #expect(found.matches == 1 && found.keys.map(\.counted.key) == ["product:299"])
        #expect(found.keys.first?.counted.resource == "product")
        #expect(found.keys.first?.seenIn == [.events])
        #expect(found.keys.first?.counted.misses == 1)
    }

    @Test func eachPlaceIsNamed() throws {
        let found = try #require(self.found("product:"))
        let places = Dictionary(
            uniqueKeysWithValues: found.keys.map { ($0.counted.key, $0.seenIn) })
        #expect(found.matches == 301)
        #expect(places["product:0"] == [.events])
        #expect(places["product:2"] == [.events, .sweep])
        #expect(self.found("9001")?.keys.map(\.seenIn) == [[.sweep]])
    }

    /// The most missed ones first, and not more than are of use.
    @Test func theListIsBoundedAndOrdered() throws {
        let found = try #require(self.found("product"))
        #expect(found.keys.count == FoundKeys.limit)
        #expect(found.keys.prefix(3).map(\.counted.key) == ["product:0", "product:1", "product:2"])
    }

    /// Small or capital letters; the name of a resource finds its keys; a text that is nowhere finds none.
    @Test(
        arguments: [
            ("CART", ["Cart:7"]), ("cart", ["Cart:7"]), ("unclassif", ["Cart:7"]),
            ("hoes:V", ["search:shoes:v1"]), ("nowhere", []), ("product:300", []),
        ] as [(String, [String])])
    func lettersAndResources(_ text: String, _ keys: [String]) {
        #expect(found(text)?.keys.map(\.counted.key) == keys)
    }

    /// Every key of a small keyspace, whatever its life; of a large one a sample, and that is said.
    @Test(arguments: [500, 20_000])
    func whatASweepHasMet(count: Int) throws {
        var history = History.standard
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for index in 0..<count {
            survey.add(
                bytes("product:\(index)"), pttl: 900, bytes: 64, grammar: history.grammar, at: start
            )
        }
        history.observe(survey)
        #expect(history.found("product:", at: moment(1))?.sampled == true)
        survey.isComplete = true
        history.observe(survey)
        let found = try #require(history.found("product:", at: moment(1)))
        #expect(found.sampled == (count > SweptKeys.keyLimit))
        #expect(found.matches == min(count, SweptKeys.keyLimit))
        #expect(found.keys.allSatisfy { $0.seenIn == [.sweep] })
        let one = try #require(history.found("product:499", at: moment(1)))
        #expect(count > 500 || one.matches == 1 && !one.sampled)
    }

    @Test func nothingIsSearchedForWithoutAText() {
        #expect(found("") == nil)
    }

    /// Bytes that are no UTF-8 are found by the text that stands for them.
    @Test func namesThatAreNoText() throws {
        var history = History.standard
        history.observe(1, [("miss", "product:1")])
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        survey.add(
            bytes("product:") + [0xFF], pttl: -1, bytes: 64, grammar: history.grammar, at: start)
        history.observe(survey)
        let found = try #require(history.found("\\xff", at: moment(2)))
        #expect(found.keys.map(\.counted.key) == ["product:\\xFF"])
    }
}
