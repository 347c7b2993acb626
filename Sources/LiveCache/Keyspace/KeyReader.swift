import Metrics
import RedisClient
import Synchronization

/// Answers questions about single keys, on the control connection, by commands that change nothing.
///
/// Each look-up that the server counts is entered when its reply is decoded, as those of the sweep are.
/// A command that is refused is never sent again on this connection.
struct KeyReader {
    let own: OwnLookups
    let clock: ServerClock
    let scrubber: ValueScrubber
    private var refusals = Refusals(seconds: .infinity)

    init(own: OwnLookups, clock: ServerClock, scrubber: ValueScrubber) {
        self.own = own
        self.clock = clock
        self.scrubber = scrubber
    }

    /// Returns only by throwing: when the connection or the task ends.
    mutating func run(
        _ nodes: RedisNodes, _ questions: KeyQuestions, _ send: @Sendable (Observation) -> Void
    ) async throws(RedisError) {
        while true {
            let waiting = await questions.next()
            if Task.isCancelled { throw .cancelled(nodes.main.endpoint) }
            if let wanted = waiting.inspected {
                send(.inspected(try await inspect(wanted, nodes)))
            }
            if !waiting.measured.isEmpty {
                send(.keyFacts(try await measure(waiting.measured, nodes)))
            }
        }
    }

    /// PTTL and MEMORY USAGE of a few keys.
    mutating func measure(
        _ keys: [[UInt8]], _ nodes: RedisNodes
    ) async throws(RedisError) -> [KeyFact] {
        var facts: [KeyFact] = []
        for (node, positions) in nodes.byHolder(keys) {
            let asked = positions.map { keys[$0] }
            let batch = SweepBatch(
                keys: asked, asksPTTL: isAllowed(.pttl), asksMemory: isAllowed(.memory),
                cursor: nil, count: 0, own: own)
            let answers = try await batch.ask(node)
            for (command, error) in answers.refused { refusals.note(error, for: command) }
            let now = clock.now
            facts += zip(asked, zip(answers.pttl, answers.bytes)).map {
                KeyFact(key: $0, pttl: $1.0, bytes: $1.1, at: now)
            }
        }
        return facts
    }

    private func isAllowed(_ question: KeyInspection.Question) -> Bool {
        refusals.words(for: question.rawValue) == nil
    }

    // MARK: One key

    mutating func inspect(
        _ wanted: KeyQuestions.KeyInspecting, _ nodes: RedisNodes
    ) async throws(RedisError) -> KeyInspection {
        let node = nodes.holder(of: wanted.key)
        var found = KeyInspection(key: wanted.key, at: clock.now)
        let usage: KeyInspection.Question = wanted.usesLFU ? .frequency : .idle
        try await ask(
            [.pttl, .type, .memory, .encoding, usage].map { ($0, Self.command($0, wanted.key)) },
            node, &found)
        found.at = clock.now
        guard wanted.wantsValue, found.isThere != false else { return found }
        try await readValue(of: wanted.key, node, &found)
        found.valueAt = clock.now
        return found
    }

    /// Its length, and of a string its first bytes: what moves a key in the server's order of use, so that
    /// it is asked only when the operator wants it.
    private mutating func readValue(
        of key: [UInt8], _ node: RedisConnection, _ found: inout KeyInspection
    ) async throws(RedisError) {
        guard let type = found.type else {
            found.value = .withheld("The key's type is not known, and so how to read it.")
            return
        }
        let names = [
            "string": "STRLEN", "hash": "HLEN", "list": "LLEN", "set": "SCARD", "zset": "ZCARD",
            "stream": "XLEN",
        ]
        var commands: [(KeyInspection.Question, RedisCommand)] = []
        if let name = names[type] { commands.append((.length, RedisCommand(name, key: key))) }
        if type == "string", scrubber.isAllowed {
            let last = ValueScrubber.length - 1
            commands.append(
                (
                    .value,
                    RedisCommand("GETRANGE", key: key).appending(0).appending(last)
                ))
        }
        try await ask(commands, node, &found)
        if type != "string" {
            found.value = .withheld("Only strings are read.")
        } else if !scrubber.isAllowed {
            found.value = .withheld("Values are not read: cachetop runs with --no-values.")
        }
    }

    private mutating func ask(
        _ all: [(question: KeyInspection.Question, command: RedisCommand)],
        _ node: RedisConnection, _ found: inout KeyInspection
    ) async throws(RedisError) {
        var asked: [(question: KeyInspection.Question, command: RedisCommand)] = []
        for one in all {
            if let words = refusals.words(for: one.command.name) {
                found.refused[one.question] = words
            } else {
                asked.append(one)
            }
        }
        guard !asked.isEmpty else { return }
        let next = Mutex(0)
        let questions = asked.map(\.question)
        let replies = try await node.pipeline(asked.map(\.command)) { [own] view in
            let index = next.withLock { next in
                defer { next += 1 }
                return next
            }
            let reply = view.reply
            if index < questions.count { own.enter(reply, of: questions[index]) }
            return reply
        }
        for (one, reply) in zip(asked, replies) {
            if let error = reply.serverError {
                refusals.note(error, for: one.command.name)
                if !error.isNoSuchKey { found.refused[one.question] = error.message }
            } else {
                take(reply, one.question, &found)
            }
        }
    }

    private func take(
        _ reply: RedisReply, _ question: KeyInspection.Question, _ found: inout KeyInspection
    ) {
        let number = reply.integerValue.flatMap { UInt64(exactly: $0) }
        switch question {
        case .pttl: found.pttl = reply.integerValue
        case .type: found.type = reply.text
        case .memory: found.bytes = number
        case .encoding: found.encoding = reply.text
        case .idle: found.idleSeconds = number
        case .frequency: found.frequency = number
        case .length: found.length = number
        case .value:
            guard let bytes = reply.bytes else { return }
            let isWhole = found.length.map { $0 <= UInt64(bytes.count) } ?? false
            found.value = scrubber.scrubbed(bytes, isWhole: isWhole)
        }
    }

    private static func command(
        _ question: KeyInspection.Question, _ key: [UInt8]
    ) -> RedisCommand {
        let words = question.rawValue.split(separator: " ").map { Array($0.utf8) }
        return RedisCommand(arguments: words + [key])
    }
}

extension OwnLookups {
    /// What the server counts of a question about a key: all but MEMORY USAGE look it up. An error that
    /// is no refusal comes after the look-up.
    fileprivate func enter(_ reply: RedisReply, of question: KeyInspection.Question) {
        if question == .memory { return }
        let isReader = [.pttl, .encoding, .idle, .frequency].contains(question)
        var isMissing = false
        switch reply {
        case .error(let error):
            if error.code == "NOPERM" || error.isUnknownCommand || error.isElsewhere { return }
            isMissing = error.isNoSuchKey
        case .null: isMissing = true
        default:
            if question == .pttl { isMissing = reply.integerValue == -2 }
            if question == .type { isMissing = reply.text == "none" }
        }
        add(
            hits: isMissing ? 0 : 1, misses: isMissing ? 1 : 0, readerCalls: isReader ? 1 : 0)
    }
}
