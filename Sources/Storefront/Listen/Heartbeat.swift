import Foundation
import RedisClient

/// The listener's sign of life in Redis, `cachetop:listener:NAME`, which expires when it stops: how far it
/// came and how much waits (docs/contracts.md, 8). cachetop shows it.
struct Heartbeat: Sendable {
    static let interval = Duration.seconds(2)
    private static let lifetime = Duration.seconds(10)

    /// What is written, as JSON.
    struct Beat: Codable, Sendable, Equatable {
        /// Milliseconds since 1970 by the clock of Redis.
        var at: Int64
        /// The outbox' id up to which everything is removed once.
        var position: Int64
        /// Changes that are not.
        var backlog: Int64
        /// Changes that have their second removal before them.
        var secondRemovals: Int64
    }

    let name: String
    let link: RedisLink

    var key: String { "cachetop:listener:\(name)" }

    /// What can't be written is left out: its absence says so.
    func write(position: Int64, backlog: Int64, secondRemovals: Int64) async {
        guard let connection = link.current else { return }
        do throws(RedisError) {
            let time = try await connection.send(RedisCommand("TIME"), deadline: link.deadline)
            guard let seconds = time.elements?.first?.integerValue,
                let micros = time.elements?.last?.integerValue
            else { return }
            let beat = Beat(
                at: seconds &* 1000 &+ micros / 1000, position: position, backlog: backlog,
                secondRemovals: secondRemovals)
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            guard let json = try? encoder.encode(beat) else { return }
            let milliseconds = Int(Self.lifetime / .milliseconds(1))
            _ = try await connection.send(
                RedisCommand("SET", bytes: [Array(key.utf8), Array(json)]).appending("PX")
                    .appending(milliseconds), deadline: link.deadline)
        } catch {
            return
        }
    }
}
