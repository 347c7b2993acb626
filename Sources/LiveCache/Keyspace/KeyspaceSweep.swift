import Invalidation
import Metrics
import RedisClient

/// One pass over the keyspace: SCAN, then PTTL and MEMORY USAGE of what it found.
///
/// The server is asked only as fast as it answers: one batch is on its way, two while nobody else uses the
/// server, and a budgeted sweep pauses after each small batch. Repeats of SCAN are detected by hash up to
/// `KeyspaceSurvey.exactLimit` keys. Writes into a `KeyspaceSurvey`; `progress` sees it after
/// every batch; the last one is the result.
struct KeyspaceSweep {
    enum Speed: Sendable {
        /// As fast as others' work on the server allows.
        case full
        /// Keys per second.
        case budget(@Sendable () -> Double)
    }

    let grammar: KeyGrammar
    let own: OwnLookups
    let clock: ServerClock
    var speed: Speed
    /// What was refused, in the server's words.
    private(set) var problems: [Source: SourceProblem] = [:]
    let pages: SweepPages
    private var refusals: Refusals
    /// What SCAN is asked to go past next.
    var count = 1
    /// At full speed: leaves time to the server's other clients.
    var pacer = Pacer(.normal, work: "sweep")

    init(
        grammar: KeyGrammar, own: OwnLookups, clock: ServerClock, speed: Speed,
        refusals: Refusals = Refusals(), pages: SweepPages = SweepPages()
    ) {
        self.refusals = refusals
        self.pages = pages
        self.grammar = grammar
        self.own = own
        self.clock = clock
        self.speed = speed
    }

    /// - Returns: nil when SCAN itself is refused; `problems` says why.
    mutating func sweep(
        _ nodes: RedisNodes, databaseKeys: UInt64?,
        progress: (KeyspaceSurvey) -> Void = { _ in }
    ) async throws(RedisError) -> KeyspaceSurvey? {
        var course = SweepCourse(
            survey: KeyspaceSurvey(policy: grammar.policy, startedAt: clock.now),
            began: ServerClock.monotonicSeconds())
        course.survey.databaseKeys = databaseKeys
        if (databaseKeys ?? 0) > UInt64(KeyspaceSurvey.exactLimit) { course.seen = nil }
        course.survey.isDistinct = course.seen != nil
        problems = [:]
        let primaries = nodes.primaries
        for (index, node) in primaries.enumerated() {
            course.isLastNode = index == primaries.count - 1
            guard try await sweep(node, &course, progress) else { return nil }
        }
        return course.survey
    }

    /// All keys of one node. False: SCAN is refused.
    private mutating func sweep(
        _ node: RedisConnection, _ course: inout SweepCourse, _ progress: (KeyspaceSurvey) -> Void
    ) async throws(RedisError) -> Bool {
        count = min(Self.firstPage, largestBatch, pages.limit)
        course.cursor = ScanPage.start
        var isPaced = false
        while !course.isOver {
            let began = ServerClock.monotonicSeconds()
            let asked: Int?
            if isPaced, hasServerToItself {
                asked = try await readAhead(node, &course, progress)
            } else {
                asked = try await askOnce(node, &course, progress)
            }
            guard let asked else { return false }
            if case .full = speed {
                try await pacer.begin(.one(node), for: course.left, deadline: .seconds(5))
                isPaced = true
            }
            if course.isOver { break }
            try await pause(after: max(1, asked), since: began, node)
        }
        return true
    }

    /// At full speed, and nobody else uses the server.
    private var hasServerToItself: Bool {
        if case .full = speed { !pacer.pace.givesWay } else { false }
    }

    /// One batch, and nothing until it is answered: on the executor of the caller, where the dashboard's
    /// sweep wakes nobody else.
    /// - Returns: how many keys were asked about; nil: SCAN is refused.
    private mutating func askOnce(
        _ node: RedisConnection, _ course: inout SweepCourse,
        _ progress: (KeyspaceSurvey) -> Void
    ) async throws(RedisError) -> Int? {
        guard let batch = nextBatch(&course) else { return nil }
        let answered: SweepFlight.Answered
        do throws(RedisError) {
            answered = SweepFlight.Answered(answers: try await batch.ask(node), at: clock.now)
        } catch {
            note(error, of: batch)
            throw error
        }
        guard note(answered.answers) else { return nil }
        if let page = answered.answers.page { take(page, &course) }
        let isLast = course.isOver && course.isLastNode
        enter(answered, of: batch, &course, isLast: isLast, progress)
        return batch.keys.count
    }

    /// Batches for a moment, the next one always on its way before the last one is answered: the server
    /// never waits. Whoever comes is noticed behind it.
    /// - Returns: as `askOnce`.
    private mutating func readAhead(
        _ node: RedisConnection, _ course: inout SweepCourse,
        _ progress: (KeyspaceSurvey) -> Void
    ) async throws(RedisError) -> Int? {
        let end = ServerClock.monotonicSeconds() + Self.burst
        var asked = 0
        var before: SweepFlight?
        var goesOn = true
        while goesOn {
            guard let batch = nextBatch(&course) else { break }
            let flight = SweepFlight(batch, node, clock)
            asked += batch.keys.count
            if let before {
                do throws(RedisError) {
                    guard try await land(before, &course, isLast: false, progress) else {
                        return nil
                    }
                } catch {
                    flight.cancel()
                    throw error
                }
            }
            before = flight
            if batch.asksScan {
                guard let page = await flight.page() else { break }
                take(page, &course)
            }
            goesOn = !course.isOver && ServerClock.monotonicSeconds() < end
        }
        guard let before else { return nil }
        let isLast = course.isOver && course.isLastNode
        return try await land(before, &course, isLast: isLast, progress) ? asked : nil
    }

    /// False: SCAN is refused.
    private mutating func land(
        _ flight: SweepFlight, _ course: inout SweepCourse, isLast: Bool,
        _ progress: (KeyspaceSurvey) -> Void
    ) async throws(RedisError) -> Bool {
        let answered: SweepFlight.Answered
        do throws(RedisError) { answered = try await flight.answers() } catch {
            note(error, of: flight.batch)
            throw error
        }
        guard note(answered.answers) else { return false }
        enter(answered, of: flight.batch, &course, isLast: isLast, progress)
        return true
    }

    private static let questions: [(command: String, source: Source)] = [
        ("PTTL", .timeToLive), ("MEMORY USAGE", .memoryUsage),
    ]

    /// Of the keys that were found, with the next SCAN when none is left. nil: SCAN is refused.
    private mutating func nextBatch(_ course: inout SweepCourse) -> SweepBatch? {
        for (command, source) in Self.questions {
            if let problem = refusals.problem(for: command) { problems[source] = problem }
        }
        if let problem = refusals.problem(for: "SCAN") ?? pages.problem() {
            problems[.scan] = problem
            return nil
        }
        let keys = Array(course.found.prefix(largestBatch))
        course.found.removeFirst(keys.count)
        return SweepBatch(
            keys: keys, asksPTTL: refusals.words(for: "PTTL") == nil,
            asksMemory: refusals.words(for: "MEMORY USAGE") == nil,
            cursor: course.found.isEmpty ? course.cursor : nil, count: count, own: own)
    }

    private func note(_ error: RedisError, of batch: SweepBatch) {
        if error.kind == .replyTooLarge, batch.asksScan { pages.noteTooLarge(count) }
    }

    /// What was refused. False: SCAN is.
    private mutating func note(_ answers: SweepBatch.Answers) -> Bool {
        for (command, error) in answers.refused { refusals.note(error, for: command) }
        if let error = answers.refused["SCAN"] {
            problems[.scan] = SourceProblem(error)
            return false
        }
        for (command, source) in Self.questions {
            if let error = answers.refused[command] { problems[source] = SourceProblem(error) }
        }
        return true
    }

    private mutating func take(_ page: ScanPage, _ course: inout SweepCourse) {
        adapt(to: page)
        course.take(page)
    }

    private func enter(
        _ answered: SweepFlight.Answered, of batch: SweepBatch, _ course: inout SweepCourse,
        isLast: Bool, _ progress: (KeyspaceSurvey) -> Void
    ) {
        course.enter(answered.answers, about: batch.keys, at: answered.at, grammar)
        course.survey.problems = problems
        course.survey.isComplete = isLast
        progress(course.survey)
    }

    /// Keys that SCAN has not returned before. Gives up the set (nil) beyond the exact limit.
    static func fresh(_ keys: [[UInt8]], _ seen: inout Set<Int>?) -> [[UInt8]] {
        guard seen != nil else { return keys }
        let fresh = keys.filter { key in
            var hasher = Hasher()
            key.withUnsafeBytes { hasher.combine(bytes: $0) }
            return seen?.insert(hasher.finalize()).inserted ?? true
        }
        if (seen?.count ?? 0) > KeyspaceSurvey.exactLimit { seen = nil }
        return fresh
    }
}
