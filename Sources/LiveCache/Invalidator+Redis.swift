import Metrics
import RedisClient

extension Invalidator {
    /// The steps, one after the other, on a connection of their own; the first that fails ends it.
    func carryOut(_ steps: [InvalidationPlan.Step]) async -> Deed {
        var purge = DirectPurge(invalidator: self)
        do {
            return try await RedisConnection.withConnection(to: endpoint) { connection in
                await purge.carryOut(steps, connection)
            }
        } catch {
            let reason = (error as? RedisError).map { "\($0)" } ?? "\(error)"
            return Deed(.notDone, "Nothing was sent. \(reason)")
        }
    }
}

/// One direct invalidation under way: what it has done so far, and so what it has to tell.
private struct DirectPurge {
    static let chunk = 500
    static let deadline = Duration.seconds(10)

    let invalidator: Invalidator
    private var removed: UInt64 = 0
    private var removesKeys = false
    private var bumps: [String] = []
    private var from: Int64?
    private var to: Int64?
    /// field, value, … of the events that announce what was done.
    private var events: [[UInt8]] = []

    init(invalidator: Invalidator) { self.invalidator = invalidator }

    mutating func carryOut(
        _ steps: [InvalidationPlan.Step], _ connection: RedisConnection
    ) async -> Deed {
        var failure: (outcome: InvalidationRecord.Outcome, why: String)?
        try? await invalidator.clock.synchronize(connection)
        for step in steps {
            do throws(RedisError) {
                switch step {
                case .increment(let key): try await increment(key, connection)
                case .unlink(let keys): try await unlink(keys, connection)
                case .unlinkMatching(let glob): try await unlinkMatching(glob, connection)
                case .unlinkResources: try await unlinkResources(connection)
                }
            } catch {
                let isUnknown = !error.isServerReply && Self.changes(error.attempted)
                failure = (isUnknown ? .unknown : .notDone, Self.explain(error))
                break
            }
        }
        let note = await announce(connection)
        return deed(failure, note)
    }

    // MARK: The steps

    private mutating func increment(
        _ key: [UInt8], _ connection: RedisConnection
    ) async throws(RedisError) {
        let command = RedisCommand("INCR", key: key)
        let name = KeyText.text(key)
        var value = try await connection.send(command, deadline: Self.deadline).integerValue ?? 0
        if value == 1 {
            // To the API a missing counter is generation 1: it has to become 2.
            value = try await connection.send(command, deadline: Self.deadline).integerValue ?? 0
            bumps.append("\(name) was missing, which the API reads as 1, and is now \(value)")
            if to == nil { to = value }
        } else {
            bumps.append("\(name) \(value - 1) → \(value)")
            if to == nil { (from, to) = (value - 1, value) }
        }
        events += [Array("bump".utf8), key]
    }

    private mutating func unlink(
        _ keys: [[UInt8]], _ connection: RedisConnection
    ) async throws(RedisError) {
        removesKeys = true
        var rest = keys[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(Self.chunk))
            rest = rest.dropFirst(chunk.count)
            let reply = try await connection.send(
                RedisCommand("UNLINK", bytes: chunk), deadline: Self.deadline)
            removed += UInt64(max(0, reply.integerValue ?? 0))
        }
        for key in keys { events += [Array("purge".utf8), key] }
    }

    private mutating func unlinkMatching(
        _ glob: [UInt8], _ connection: RedisConnection
    ) async throws(RedisError) {
        let grammar = invalidator.grammar
        try await scan(glob, connection) { key in
            switch grammar.classify(key) {
            case .resource, .unclassified: true
            case .counter, .own: false
            }
        }
        events += [Array("purge-glob".utf8), glob]
    }

    private mutating func unlinkResources(
        _ connection: RedisConnection
    ) async throws(RedisError) {
        let grammar = invalidator.grammar
        let resources = invalidator.policy.resources
        try await scan(nil, connection) { key in
            guard case .resource(let index) = grammar.classify(key) else { return false }
            return resources[index].counter == nil || grammar.generation(key) == nil
        }
        let prefix = Array(invalidator.policy.keyPrefix.utf8)
        for resource in resources where resource.counter == nil {
            let glob = Glob.escaping(prefix + Array(resource.segment.utf8)) + [UInt8(ascii: "*")]
            events += [Array("purge-glob".utf8), glob]
        }
    }

    /// Removes what SCAN finds and `isMeant`, as it finds it.
    private mutating func scan(
        _ glob: [UInt8]?, _ connection: RedisConnection, _ isMeant: ([UInt8]) -> Bool
    ) async throws(RedisError) {
        removesKeys = true
        let start = [UInt8(ascii: "0")]
        var cursor = start
        var waiting: [[UInt8]] = []
        repeat {
            var command = RedisCommand("SCAN", key: cursor)
            if let glob { command = command.appending("MATCH").appending(glob) }
            command = command.appending("COUNT").appending(1000)
            let reply = try await connection.send(command, deadline: Self.deadline) { view in
                let keys = view[1]
                return (
                    cursor: Array(view[0].bytes),
                    keys: (0..<keys.count).map { Array(keys[$0].bytes) }
                )
            }
            cursor = reply.cursor
            waiting += reply.keys.filter(isMeant)
            while waiting.count >= Self.chunk || (cursor == start && !waiting.isEmpty) {
                let chunk = Array(waiting.prefix(Self.chunk))
                waiting.removeFirst(chunk.count)
                let reply = try await connection.send(
                    RedisCommand("UNLINK", bytes: chunk), deadline: Self.deadline)
                removed += UInt64(max(0, reply.integerValue ?? 0))
            }
        } while cursor != start
    }

    /// Tells the other dashboards and the APIs. The deed is done: a failure is only noted.
    private func announce(_ connection: RedisConnection) async -> String? {
        guard let key = invalidator.eventKey else { return nil }
        var rest = events[...]
        while !rest.isEmpty {
            let pairs = Array(rest.prefix(2 * Self.chunk))
            rest = rest.dropFirst(pairs.count)
            let command = RedisCommand(
                "XADD", key, "NOMKSTREAM", "MAXLEN", "~", "1000000", "*", "src", "cachetop",
                bytes: pairs)
            do throws(RedisError) { _ = try await connection.send(command) } catch {
                return "It could not be announced in \(key): \(error.message)."
            }
        }
        return nil
    }

    // MARK: What to tell

    private func deed(
        _ failure: (outcome: InvalidationRecord.Outcome, why: String)?, _ note: String?
    ) -> Deed {
        var parts = bumps
        if removesKeys, failure == nil || removed > 0 {
            parts.append(
                removed == 0
                    ? "no key was there to remove"
                    : "removed \(Self.grouped(removed)) \(removed == 1 ? "key" : "keys")")
        }
        let done = parts.joined(separator: ", ")
        var deed = Deed(failure?.outcome ?? .done, "")
        if let failure {
            let lead = failure.outcome == .unknown ? "it is not known what came of the rest: " : ""
            let text = done.isEmpty ? lead + failure.why : "\(done), then \(lead)\(failure.why)"
            deed.message = Self.sentence(text)
        } else {
            deed.message = Self.sentence(done)
        }
        if let note { deed.message += " " + note }
        deed.from = from
        deed.to = to
        if removesKeys, failure == nil || removed > 0 { deed.removed = removed }
        return deed
    }

    private static func sentence(_ text: String) -> String {
        text.hasSuffix(".") ? text : text + "."
    }

    private static func grouped(_ number: UInt64) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }

    private static func changes(_ attempted: String) -> Bool {
        ["INCR", "UNLINK"].contains(attempted)
    }

    /// What stood in the way, and what to do about it.
    private static func explain(_ error: RedisError) -> String {
        guard let refusal = error.serverError else { return error.description }
        let advice: String? =
            switch refusal.code {
            case "READONLY": "This Redis is a replica: connect to the primary."
            case "NOPERM": "Connect as a user with +unlink, +incr, +scan and +xadd (ACL SETUSER)."
            case "OOM": "Redis is out of memory: remove keys, or raise maxmemory."
            case "LOADING": "Redis reads its data from disk: try again when it is done."
            case "MOVED", "ASK", "CROSSSLOT":
                "This is a cluster, and the key lives on another node: connect to that one."
            case "MASTERDOWN", "NOREPLICAS", "CLUSTERDOWN", "MISCONF":
                "Redis takes no writes as it stands: repair that first."
            case "WRONGTYPE": "The counter is of another type: delete it, or set it to an integer."
            case "ERR" where refusal.message.contains("not an integer"):
                "The counter is not an integer: set it to one, or delete it."
            case "ERR" where refusal.message.contains("overflow"):
                "The counter is at its highest value: set it to a lower one."
            default: nil
            }
        let next = advice.map { " " + $0 } ?? ""
        return "\(error.attempted) was refused: \(refusal.message).\(next)"
    }
}
