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

    /// For a sentence that says that there is none.
    var names: String { keys.joined(separator: " nor ") }

    /// The stream as it stands. The key that is read is kept for as long as there is a stream under it;
    /// the source's name says which one it is.
    /// - Parameter turned: is called before another key is read from now on.
    mutating func look(
        _ connection: RedisConnection, turned: () -> Void
    ) async throws(RedisError) -> StreamReader.Look {
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
