import Metrics
import RedisClient

/// One entry of the event stream, as XADD takes it (docs/contracts.md, 2):
/// `src` and `n` first, since they describe the pairs after them.
struct EventEntry: Sendable {
    static let stream = "cache:events"
    static let standardLength = 1_000_000

    var source: String?
    /// Sampling weight of hits, misses and fills; left out when 1.
    var weight = 1
    var events: [CacheEvent]
    /// About how many entries the stream keeps.
    var streamLength = Self.standardLength

    var command: RedisCommand {
        var command = RedisCommand(
            "XADD", Self.stream, "MAXLEN", "~", String(streamLength), "*")
        if let source {
            command.append("src")
            command.append(source)
        }
        if weight > 1 {
            command.append("n")
            command.append(weight)
        }
        for event in events {
            command.append(event.outcome.word)
            command.append(event.key)
        }
        return command
    }
}
