import Metrics
import Screen
import Testing

@testable import Dashboard

/// Lists as files: RFC 4180, and harmless to what opens them.
@Suite struct ExportTests {
    static let size = Size(columns: 120, rows: 40)

    private func lines(_ effects: [Effect]) throws -> (file: FileExport, lines: [String]) {
        guard case .export(let file)? = effects.first else {
            throw Missing()
        }
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(text.hasSuffix("\r\n"))
        return (file, text.split(separator: "\r\n").map(String.init))
    }

    private struct Missing: Error {}

    /// Marks that combine with a quote, a comma or a sign make no other field of it.
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "'=1+1"),
        ("=\u{301}1", "'=\u{301}1"), ("a\"\u{301},=x", "\"a\"\"\u{301},=x\""),
        (",\u{301}", "\",\u{301}\""),
    ])
    func fieldsAreQuotedByScalars(text: String, field: String) {
        #expect(CSV.quoted(text).unicodeScalars.elementsEqual(field.unicodeScalars))
    }

    @Test func theKeysOverPolicy() throws {
        var state = Shop.busy(Self.size)
        _ = state.press("7", .down, .enter)
        let (file, lines) = try lines(state.press("e"))
        #expect(file.path == "./cachetop-ttl-over-facets-20261123T140322Z.csv")
        #expect(file.contents == "4 keys")
        #expect(lines[0] == "key,resource,policy_ttl_seconds,ttl_seconds,bytes,swept_at")
        #expect(lines[1] == "facets:c0,facets,600,700.000,4000,2026-11-23T14:03:19.000Z")
        #expect(lines.count == 5)
    }

    /// Each panel with a list has a file of its own.
    @Test(
        arguments: [
            ("3", "resources"), ("7", "resources"), ("6", "versions"), ("4", "missed-keys"),
            ("5", "timeline"),
        ] as [(KeyPress, String)])
    func everyListCanBeWritten(panel: KeyPress, name: String) throws {
        var state = Shop.busy(Self.size)
        _ = state.press(panel)
        let (file, lines) = try lines(state.press("e"))
        #expect(file.name == name && lines.count > 1)
        let columns = lines[0].split(separator: ",").count
        let plain = lines.dropFirst().filter { !$0.contains("\"") }
        for line in plain {
            #expect(
                line.split(separator: ",", omittingEmptySubsequences: false).count == columns,
                "\(line)")
        }
    }

    @Test func whereThereIsNoListItSaysSo() {
        var state = Shop.busy(Self.size)
        _ = state.press("2")
        #expect(state.press("e").isEmpty)
        #expect(state.notice?.text.contains("no list here") == true)
    }

    @Test func theNoticeSaysWhere() throws {
        var state = Shop.busy(Self.size)
        let (file, _) = try lines(state.press("4", "e"))
        _ = state.update(.exported(file, .success(file.path)))
        #expect(state.notice?.text.hasPrefix("Wrote ./cachetop-missed-keys-") == true)
        _ = state.update(.exported(file, .failure(WriteFailure("can't write: disk full"))))
        #expect(state.notice?.text == "can't write: disk full")
    }

    /// Keys as hostile as they may be, through the sweep to the file.
    @Test(
        arguments: [
            ("product:=1+1", "product:=1+1"), ("product:a,b", "\"product:a,b\""),
            ("product:a\"b", "\"product:a\"\"b\""), ("product:a\nb", "product:a\\nb"),
            ("product:\u{1B}[2J", "product:\\x1B[2J"), ("product:\u{202E}x", "product:\\u202Ex"),
        ] as [(String, String)])
    func foreignTextIsOneCell(key: String, cell: String) throws {
        try expect(Array(key.utf8), as: cell)
    }

    @Test func bytesThatAreNoTextAreEscaped() throws {
        try expect(Array("product:".utf8) + [0xFF, 0x00], as: "product:\\xFF\\x00")
    }

    /// Of a policy with a pattern that begins with its placeholder.
    @Test(arguments: ["=", "+", "-", "@"])
    func formulasAreDisarmed(first: String) throws {
        var tally = EventTally(slots: Shop.grammar.slots)
        var keys = TopKeys()
        tally.beginEntry(at: Shop.noon)
        tally.add("miss", "\(first)cmd|' /C calc'!A0", Shop.grammar, &keys)
        var state = Shop.busy(Self.size)
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon
        state.feed(
            .events(
                EventReport(
                    tally: tally, status: status, topKeys: keys.top(50), keySlices: keys.slices,
                    at: Shop.noon)), at: 120)
        state.feed(.sample(Shop.sample(second: 0, hits: 901_900)), at: 120)
        let (_, lines) = try lines(state.press("4", "e"))
        #expect(lines[1].hasPrefix("'\(first)cmd|' /C calc'!A0,,300,1,0,0.0000,,"), "\(lines[1])")
    }

    private func expect(_ key: [UInt8], as cell: String) throws {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: Shop.noon)
        survey.add(key, pttl: -1, bytes: 5, grammar: Shop.grammar, at: Shop.noon)
        survey.isComplete = true
        var state = Shop.busy(Self.size)
        state.feed(.survey(survey), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        state.views = [.keys(.withoutExpiry, of: "product")]
        let (file, lines) = try lines(state.press("e"))
        #expect(file.name == "ttl-none-product")
        #expect(lines.count == 2 && lines[1].hasPrefix("\(cell),product,60,,5,"), "\(lines)")
    }
}
