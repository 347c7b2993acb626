import Metrics
import Testing

/// Every state of a source against every answer.
struct SourceStateTests {
    private static let refused = SourceProblem(.refused, "NOPERM")
    private static let notTold = SourceProblem(.notTold, "not reported")
    private static let lost = SourceProblem(.lost, "no connection")
    private static let pending = SourceProblem(.pending, "no stream yet")

    @Test(
        arguments: [
            (.notYet(why: nil), refused, .refused(why: "NOPERM")),
            (.notYet(why: nil), notTold, .notTold(why: "not reported")),
            (.notYet(why: nil), lost, .notYet(why: "no connection")),
            (.notYet(why: nil), pending, .notYet(why: "no stream yet")),
            (.fresh(at: start), refused, .asOf(start, why: "NOPERM")),
            (.fresh(at: start), notTold, .notTold(why: "not reported")),
            (.fresh(at: start), lost, .asOf(start, why: "no connection")),
            (.fresh(at: start), pending, .notYet(why: "no stream yet")),
            (.asOf(start, why: "before"), refused, .asOf(start, why: "NOPERM")),
            (.asOf(start, why: "before"), notTold, .notTold(why: "not reported")),
            (.asOf(start, why: "before"), lost, .asOf(start, why: "no connection")),
            (.refused(why: "before"), refused, .refused(why: "NOPERM")),
            (.refused(why: "before"), lost, .refused(why: "before")),
            (.notTold(why: "before"), refused, .refused(why: "NOPERM")),
            (.notTold(why: "before"), lost, .notTold(why: "before")),
        ] as [(SourceState, SourceProblem, SourceState)])
    func aFailureKeepsWhatWasHad(
        _ state: SourceState, _ problem: SourceProblem, _ expected: SourceState
    ) {
        var state = state
        state.fail(problem)
        #expect(state == expected)
    }

    @Test(
        arguments: [
            .notYet(why: nil), .notYet(why: "x"), .fresh(at: start), .asOf(start, why: "x"),
            .notTold(why: "x"), .refused(why: "x"),
        ] as [SourceState])
    func anAnswerMakesItFresh(_ state: SourceState) {
        var state = state
        state.succeed(at: moment(9))
        #expect(state == .fresh(at: moment(9)))
    }

    /// What the history knows, the snapshot says, and its file, too.
    @Test(arguments: Source.allCases)
    func everySourceIsReadBackFromTheFile(_ source: Source) throws {
        var snapshot = History.standard.snapshot()
        let path = source.path
        snapshot.unavailable = [
            .init(what: path ?? "nowhere", why: "NOPERM", state: .asOf, asOf: start)
        ]
        let back = try Snapshot(json: snapshot.json())
        #expect(
            back.state(of: source)
                == (path == nil ? .fresh(at: start) : .asOf(start, why: "NOPERM")))
        #expect(back.hasOldFigures)
        for other in Source.allCases where other != source && other != .streamInfo {
            #expect(back.state(of: other).isFresh, "\(other)")
        }
    }

    @Test(
        arguments: [
            ("server", nil, [.server, .clients, .stats, .replication, .cpu, .commandStats]),
            ("server.windows", nil, [.stats]), ("memory", nil, [.memory]),
            ("events", nil, [.events, .streamInfo]), ("events.gaps", nil, [.streamInfo]),
            ("versions", nil, [.counters]), ("versions[].value", "version:search", []),
            ("resources[].ttl", nil, [.timeToLive]), ("mem", nil, []), ("serv", nil, []),
        ] as [(String, String?, Set<Source>)])
    func aPathCoversItsParts(_ what: String, _ subject: String?, _ sources: Set<Source>) {
        var snapshot = History.standard.snapshot()
        snapshot.unavailable = [.init(what: what, subject: subject, why: "NOPERM")]
        #expect(Set(Source.allCases.filter { !snapshot.state(of: $0).isFresh }) == sources)
    }

    /// Files of schemas 1 and 2 have no state.
    @Test func anOlderFileNamesWhatWasRefused() throws {
        var snapshot = History.standard.snapshot()
        snapshot.unavailable = [.init(what: "memory", why: "NOPERM")]
        snapshot.unavailable[0].state = nil
        #expect(snapshot.state(of: .memory) == .refused(why: "NOPERM"))
        #expect(!snapshot.hasOldFigures)
    }
}
