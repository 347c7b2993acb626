import FoundationEssentials
package import Metrics
import RedisClient
import Synchronization

/// The server's clock, carried forward between two readings by this machine's monotonic one.
///
/// Stream ids, windows and records are dated by it, so that a wrong clock on the operator's
/// machine shifts nothing. Until the server was asked it is this machine's wall clock.
package final class ServerClock: Sendable {
    private let offset = Mutex<Double?>(nil)

    package init() {}

    private static let start = ContinuousClock.now

    /// Seconds of a monotonic clock with an arbitrary zero.
    package static func monotonicSeconds() -> Double {
        (ContinuousClock.now - start).seconds
    }

    package var now: Timestamp {
        let moment = Self.monotonicSeconds()
        let ahead = offset.withLock { offset -> Double in
            if let offset { return offset }
            let wall = Date.now.timeIntervalSince1970 - moment
            offset = wall
            return wall
        }
        return Timestamp(milliseconds: Int64(((moment + ahead) * 1000).rounded(.down)))
    }

    /// - Parameter moment: when the server said so, in monotonic seconds.
    func set(_ time: Timestamp, at moment: Double) {
        offset.withLock { $0 = Double(time.milliseconds) / 1000 - moment }
    }

    /// Asks for the TIME. A refusal leaves the clock as it is; a lost connection throws.
    func synchronize(_ connection: RedisConnection) async throws(RedisError) {
        let asked = Self.monotonicSeconds()
        do throws(RedisError) {
            let reply = try await connection.send(RedisCommand("TIME"))
            guard let time = Timestamp(timeReply: reply) else { return }
            set(time, at: (asked + Self.monotonicSeconds()) / 2)
        } catch {
            if !error.isServerReply { throw error }
        }
    }
}

extension Timestamp {
    /// TIME answers two strings: seconds, and microseconds within them.
    init?(timeReply reply: RedisReply) {
        guard let parts = reply.elements, parts.count == 2,
            let seconds = parts[0].integerValue, let micros = parts[1].integerValue,
            (0...(Int64.max / 2000)).contains(seconds), (0...1_000_000).contains(micros)
        else { return nil }
        self.init(milliseconds: seconds * 1000 + micros / 1000)
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
