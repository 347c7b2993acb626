import FoundationEssentials
import Testing

@testable import Metrics

struct AlertTests {
    private let alert = Alert(
        rule: "eventsNotUnderstood", severity: .warning, subject: "stream:cache:events",
        value: 0.25, threshold: 0.5, message: "Most entries are not understood.")

    @Test func itRemembersSinceWhenItHolds() {
        var board = AlertBoard()
        #expect(board.shown([alert], at: moment(1)).first?.since == nil)
        _ = board.note([alert], at: moment(1), isStarting: false)
        _ = board.note([alert], at: moment(2), isStarting: false)
        #expect(board.shown([alert], at: moment(3)).first?.since == moment(1))
        var other = alert
        other.subject = "log:api"
        #expect(board.shown([other], at: moment(3)).first?.since == nil)
    }

    @Test func whatSchemaTwoCalledItsNameIsTheRule() throws {
        let old = #"{"name":"meilisearch","severity":"critical","message":"down"}"#
        let read = try JSONDecoder().decode(Alert.self, from: Data(old.utf8))
        #expect(read == Alert(rule: "meilisearch", severity: .critical, message: "down"))
        let again = try JSONDecoder().decode(Alert.self, from: JSONEncoder().encode(alert))
        #expect(again == alert)
    }
}
