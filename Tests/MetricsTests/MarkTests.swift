import Metrics
import Testing

/// The text of a mark, and which marks are remembered.
struct MarkTests {
    @Test(
        arguments: [
            "deploy 42", "é", "日本語", String(repeating: "x", count: 200), " a ", "emoji 🚀",
        ])
    func aLineIsAMark(_ text: String) throws {
        #expect(try MarkText(text).description == text)
    }

    @Test(
        arguments: [
            ("", "no text"), ("   ", "no text"), (String(repeating: "x", count: 201), "201 bytes"),
            (String(repeating: "é", count: 101), "202 bytes"), ("a\nb", "control character"),
            ("a\u{1b}[2J", "control character"), ("\u{7f}", "control character"),
            ("a\u{85}", "control character"), ("a\u{202e}b", "control character"),
            ("a\u{2028}b", "control character"), ("\t", "control character"),
        ])
    func whatIsNoLineIsRefusedWithASentence(_ text: String, _ why: String) {
        let problem = #expect(throws: MarkText.Problem.self) { try MarkText(text) }
        #expect(problem?.description.contains(why) == true, "\(problem?.description ?? "")")
        #expect(problem?.description.hasSuffix(".") == true)
    }

    private func mark(_ second: Double, _ text: String = "deploy") -> TimelineEntry {
        TimelineEntry(at: moment(second), kind: .mark, by: "ci", message: text)
    }

    @Test func marksAreInOrderOnceEachAndBounded() {
        var history = History.standard
        history.observe(marks: [mark(3), mark(1), mark(3), mark(2)])
        history.observe(marks: [mark(1), mark(3, "other")])
        #expect(
            history.snapshot(5).timeline
                == [mark(1), mark(2), mark(3), mark(3, "other")])
        history.observe(marks: (10..<310).map { mark(Double($0)) })
        #expect(history.snapshot(5).timeline.count == 200)
        #expect(history.snapshot(5).timeline.last == mark(309))
    }

    /// A snapshot of a later version may have kinds that this one does not know.
    @Test func anUnknownKindIsOther() throws {
        var snapshot = SnapshotJSONTests.full
        snapshot.timeline = [mark(1)]
        let json = String(decoding: try snapshot.json(), as: UTF8.self)
        let later = json.replacing("\"kind\" : \"mark\"", with: "\"kind\" : \"later\"")
        #expect(try Snapshot(json: bytes(later)).timeline.map(\.kind) == [.other])
    }
}
