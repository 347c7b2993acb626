import Metrics
import RedisClient

/// Looks for the stream under the keys that it may have: as it is named, and with the policy's prefix.
struct StreamFinder {
    /// The key that is read.
    private(set) var key: String
    private(set) var reader: StreamReader
    private let keys: [String]
    private let intake: EventIntake
    private let own: OwnLookups

    init(keys: [String], intake: EventIntake, own: OwnLookups) {
        self.keys = keys
        self.intake = intake
        self.own = own
        key = keys.first ?? ""
        reader = StreamReader(key: Array(key.utf8), intake: intake, own: own)
    }

    /// The stream as it stands. The key that is read is kept for as long as there is a stream under it;
    /// the source's name says which one it is.
    /// - Parameter turned: is called before another key is read from now on.
    mutating func look(
        _ connection: RedisConnection, turned: () -> Void
    ) async throws(RedisError) -> StreamLook {
        let look = try await reader.look(connection)
        guard look.isNoStream else { return look }
        for other in keys where other != key {
            let otherReader = StreamReader(key: Array(other.utf8), intake: intake, own: own)
            let found = try await otherReader.look(connection)
            guard case .stream = found else { continue }
            key = other
            reader = otherReader
            intake.update { $0.source = EventSource.stream(key: other).description }
            turned()
            return found
        }
        return look
    }
}

// Why there is nothing to read, by the keys that were looked at.
extension StreamFinder {
    var missing: SourceProblem {
        SourceProblem(
            .pending,
            "There is no stream \(keys.joined(separator: " nor ")): have the API publish to it (XADD "
                + "\(keys.first ?? "KEY") * hit KEY), or name another source with --events. It is read as "
                + "soon as it appears.")
    }

    func otherType(_ connection: RedisConnection) async throws(RedisError) -> SourceProblem {
        let type = try await reader.type(connection).map { "a \($0)" } ?? "of another type"
        return SourceProblem(
            .pending,
            "\(key) is \(type), not a stream: point --events at the stream, or delete the key.")
    }

    /// - Parameter problem: why a command that reads the stream is refused.
    func unreadable(_ problem: SourceProblem) -> SourceProblem {
        var problem = problem
        problem.why =
            problem.kind == .refused
            ? "The event stream \(key) may not be read by this user: \(problem.why)"
            : "The event stream \(key) can't be read: \(problem.why)"
        return problem
    }
}

extension CachePolicy {
    /// The keys that the stream may have: as it is named, and as a client that puts the prefix before
    /// every key (ioredis' `keyPrefix`) names it.
    func streamKeys(_ key: String) -> [String] {
        keyPrefix.isEmpty || key.hasPrefix(keyPrefix) ? [key] : [key, keyPrefix + key]
    }
}
