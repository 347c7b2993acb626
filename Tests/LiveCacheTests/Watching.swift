import Metrics
import RedisClient
import TestSupport

@testable import LiveCache

/// What a dashboard would know: the observations of a running `LiveCache`, in its `History`.
struct Watch {
    let cache: LiveCache
    private(set) var history: History
    private(set) var link: LinkState?
    private(set) var links: [LinkState] = []
    private(set) var status: EventStatus
    private(set) var totals: [HitCounts]
    private(set) var received: UInt64 = 0
    private(set) var samples: [Sample] = []
    private(set) var hour: StreamHour?
    private(set) var surveys: [KeyspaceSurvey] = []
    private(set) var inspected: [KeyInspection] = []
    private(set) var sweepProblems: [Source: SourceProblem] = [:]
    private var observations: AsyncStream<Observation>.Iterator

    init(_ cache: LiveCache, _ options: LiveCacheOptions, _ stream: AsyncStream<Observation>) {
        self.cache = cache
        history = History(grammar: options.grammar, source: "\(options.events)")
        status = EventStatus(source: "")
        totals = Array(repeating: HitCounts(), count: options.grammar.slots)
        observations = stream.makeAsyncIterator()
    }

    /// Takes observations in until `condition` holds; the suite's time limit ends a vain wait.
    mutating func until(_ condition: (Watch) -> Bool) async {
        while !condition(self), let next = await observations.next() { take(next) }
    }

    func snapshot() -> Snapshot {
        history.snapshot(at: cache.clock.now, endpoint: "test", intervalSeconds: 1)
    }

    private mutating func take(_ observation: Observation) {
        switch observation {
        case .link(let state):
            link = state
            links.append(state)
            if case .lost(let why, _) = state { history.interrupt(why: why) }
        case .sample(let sample):
            samples.append(sample)
            history.observe(sample)
        case .events(let report):
            status = report.status
            received += report.tally.received
            for slot in totals.indices { totals[slot] += report.tally.totals[slot] }
            history.observe(report)
        case .survey(let survey):
            surveys.append(survey)
            history.observe(survey)
        case .searchHealth(let health): history.observe(health)
        case .sweepProblems(let problems):
            sweepProblems = problems
            history.observe(sweepProblems: problems)
        case .recorded(let records):
            for record in records { history.observe(record) }
        case .keyFacts(let facts): history.observe(facts)
        case .inspected(let found): inspected.append(found)
        case .marked(let marks): history.observe(marks: marks)
        case .streamHour(let hour): self.hour = hour
        }
    }
}

/// Runs the collectors for as long as `body` does.
func watching(
    _ options: LiveCacheOptions, isolation: isolated (any Actor)? = #isolation,
    _ body: (inout Watch) async throws -> Void
) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Observation.self)
    let cache = LiveCache(options)
    let running = Task { await cache.run { continuation.yield($0) } }
    var watch = Watch(cache, options, stream)
    let result = await Result { try await body(&watch) }
    running.cancel()
    await running.value
    try result.get()
}

extension Result where Failure == any Error, Success == Void {
    init(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension RedisServer {
    /// A key, both counters and an event.
    func fillWithAShop() async throws {
        try await run(
            "SET product:1 x EX 600", "SET version:search 7", "SET version:global 3",
            "XADD cache:events * hit product:1")
    }
}

extension Invalidator {
    /// Looks at the plan and carries it out, typing what has to be typed.
    func purge(_ plan: InvalidationPlan) async -> InvalidationRecord {
        switch await survey(plan) {
        case .success(let planned): return await carryOut(planned, typed: plan.scope.kind.rawValue)
        case .failure(let problem):
            var record = newRecord(of: PlannedInvalidation(plan: plan, at: clock.now))
            record.outcome = problem.isRefusal ? .refused : .notDone
            record.message = problem.description
            return record
        }
    }
}

func bytes(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

extension Snapshot {
    /// What is said of the events' form and ids: a test's Redis has other alerts, since its memory has no
    /// limit and its keys no expiry.
    var alertsOfEvents: [Alert] {
        [AlertRule.eventsNotUnderstood, .eventsAheadOfClock].compactMap { alert($0) }
    }
}
