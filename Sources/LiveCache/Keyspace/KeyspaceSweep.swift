import Invalidation
import Metrics
import RedisClient

/// One pass over the keyspace: SCAN, then PTTL and MEMORY USAGE of what it found.
///
/// Never more than one batch in flight, so the server is asked only as fast as it answers, and a
/// budgeted sweep pauses after each small batch. Repeats of SCAN are detected by hash up to
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
    private let pages: SweepPages
    private var refusals: Refusals
    /// What SCAN is asked to go past next.
    private var count = 1
    /// At full speed: leaves time to the server's other clients.
    private var pacer = Pacer(.normal, work: "sweep")

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
        var course = Course(
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

    /// What one sweep has found so far, node by node.
    private struct Course {
        var survey: KeyspaceSurvey
        let began: Double
        /// Hashes of the keys that were met; nil: too many to remember.
        var seen: Set<Int>? = []
        var isLastNode = true
        /// Where SCAN goes on; nil: it came to its end.
        var cursor: [UInt8]? = ScanPage.start
        /// Keys that were found and not asked about yet.
        var found: [[UInt8]] = []

        var isOver: Bool { cursor == nil && found.isEmpty }
        /// Keys to ask about, at most.
        var left: Int { cursor == nil ? found.count : .max }
    }

    /// All keys of one node. False: SCAN is refused.
    private mutating func sweep(
        _ node: RedisConnection, _ course: inout Course, _ progress: (KeyspaceSurvey) -> Void
    ) async throws(RedisError) -> Bool {
        count = min(Self.firstPage, largestBatch, pages.limit)
        course.cursor = ScanPage.start
        var unentered: Answered?
        while !course.isOver {
            let began = ServerClock.monotonicSeconds()
            let keys = Array(course.found.prefix(largestBatch))
            course.found.removeFirst(keys.count)
            guard
                let batch = batch(of: keys, cursor: course.found.isEmpty ? course.cursor : nil)
            else { return false }
            // While the server answers, what it answered before is entered (not on an event loop, where the
            // dashboard sweeps: it paces itself there).
            async let asking = batch.ask(node)
            if let before = unentered.take() { enter(before, &course, isLast: false, progress) }
            let answered: Answered
            do {
                answered = Answered(keys: keys, answers: try await asking, at: clock.now)
            } catch {
                throw failure(error, of: batch, node)
            }
            guard note(answered.answers, &course) else { return false }
            if hasServerToItself, !course.isOver {
                unentered = answered
            } else {
                enter(answered, &course, isLast: course.isOver && course.isLastNode, progress)
            }
            if case .full = speed {
                try await pacer.begin(.one(node), for: course.left, deadline: .seconds(5))
            }
            if course.isOver { break }
            try await pause(after: max(1, keys.count), since: began, node)
        }
        return true
    }

    /// Keys and what was answered about them, not in the survey yet.
    private struct Answered {
        let keys: [[UInt8]]
        let answers: SweepBatch.Answers
        let at: Timestamp
    }

    /// At full speed, and nobody else uses the server.
    private var hasServerToItself: Bool {
        if case .full = speed { !pacer.pace.givesWay } else { false }
    }

    private func enter(
        _ answered: Answered, _ course: inout Course, isLast: Bool,
        _ progress: (KeyspaceSurvey) -> Void
    ) {
        let now = answered.at
        for (index, key) in answered.keys.enumerated() {
            course.survey.add(
                key, pttl: answered.answers.pttl[index], bytes: answered.answers.bytes[index],
                grammar: grammar, at: now)
        }
        course.survey.refused += answered.answers.refusedKeys.count
        course.survey.problems = problems
        course.survey.takenAt = now
        course.survey.seconds = ServerClock.monotonicSeconds() - course.began
        course.survey.isComplete = isLast
        progress(course.survey)
    }

    private static let questions: [(command: String, source: Source)] = [
        ("PTTL", .timeToLive), ("MEMORY USAGE", .memoryUsage),
    ]

    /// nil: SCAN is refused.
    private mutating func batch(of keys: [[UInt8]], cursor: [UInt8]?) -> SweepBatch? {
        for (command, source) in Self.questions {
            if let problem = refusals.problem(for: command) { problems[source] = problem }
        }
        if let problem = refusals.problem(for: "SCAN") ?? pages.problem() {
            problems[.scan] = problem
            return nil
        }
        return SweepBatch(
            keys: keys, asksPTTL: refusals.words(for: "PTTL") == nil,
            asksMemory: refusals.words(for: "MEMORY USAGE") == nil, cursor: cursor, count: count,
            own: own)
    }

    private func failure(
        _ error: any Error, of batch: SweepBatch, _ node: RedisConnection
    ) -> RedisError {
        let error = error as? RedisError ?? .cancelled(node.endpoint)
        if error.kind == .replyTooLarge, batch.asksScan { pages.noteTooLarge(count) }
        return error
    }

    /// What was refused, and the page of SCAN. False: SCAN is refused.
    private mutating func note(_ answers: SweepBatch.Answers, _ course: inout Course) -> Bool {
        for (command, error) in answers.refused { refusals.note(error, for: command) }
        if let error = answers.refused["SCAN"] {
            problems[.scan] = SourceProblem(error)
            return false
        }
        for (command, source) in Self.questions {
            if let error = answers.refused[command] { problems[source] = SourceProblem(error) }
        }
        guard let page = answers.page else { return true }
        adapt(to: page)
        course.found = Self.fresh(page.keys, &course.seen)
        if course.seen == nil { course.survey.isDistinct = false }
        course.cursor = page.next
        return true
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

    // MARK: Pace

    private var largestBatch: Int {
        switch speed {
        case .full: pacer.pace.count(upTo: 1000)
        case .budget(let keysPerSecond): min(50, max(20, Int(keysPerSecond() / 40)))
        }
    }

    /// Bytes of names in a page, about: of names of a megabyte a page has a few.
    private static let pageBytes = 4 << 20
    private static let firstPage = 16

    /// A table that was large once has empty buckets: COUNT then grows until batches fill.
    private mutating func adapt(to page: ScanPage) {
        if page.keys.reduce(0, { $0 + $1.count }) > Self.pageBytes {
            count = max(1, count / 2)
        } else if count < largestBatch {
            count = min(largestBatch, count * 2)
        } else if page.keys.count * 4 < largestBatch {
            count *= 2
        } else if page.keys.count > largestBatch {
            count = max(largestBatch, count / 2)
        }
        count = min(count, pages.limit)
    }

    private mutating func pause(
        after keys: Int, since began: Double, _ connection: RedisConnection
    ) async throws(RedisError) {
        guard case .budget(let keysPerSecond) = speed else {
            let seconds = ServerClock.monotonicSeconds() - began
            let nodes = RedisNodes.one(connection)
            try await pacer.rest(after: keys, seconds: seconds, nodes, deadline: .seconds(5))
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            return
        }
        let due = began + Double(keys) / max(1, keysPerSecond())
        let rest = due - ServerClock.monotonicSeconds()
        if rest > 0 { await LoopTimer.pause(.seconds(rest)) }
        if Task.isCancelled { throw .cancelled(connection.endpoint) }
    }
}
