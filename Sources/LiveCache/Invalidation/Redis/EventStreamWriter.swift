import Metrics
import RedisClient

/// Announces a purge to the APIs and dashboards that read the event stream. It makes no stream and trims
/// none, since the stream is the shop's.
struct EventStreamWriter {
    /// Events in one entry.
    private static let batch = 500

    /// Under which the stream may be: the first that is there is written to.
    let names: [String]

    /// - Returns: a sentence when it could not be announced; nil: it was, or there is no stream.
    func write(_ events: [CacheEvent], _ connection: RedisConnection) async -> String? {
        var names = names[...]
        var rest = events[...]
        while !rest.isEmpty, let stream = names.first {
            let batch = rest.prefix(Self.batch)
            let command = RedisCommand(
                "XADD", stream, "NOMKSTREAM", "*", "src", PurgeAnnouncement.source,
                bytes: batch.flatMap { [Array($0.outcome.word.utf8), $0.key] })
            do throws(RedisError) {
                if try await connection.send(command).isNull {
                    // There is no stream under this name.
                    names.removeFirst()
                } else {
                    rest = rest.dropFirst(batch.count)
                }
            } catch {
                return "The purge could not be announced in \(stream): \(error.message)."
            }
        }
        return nil
    }
}
