package import Logging
package import Metrics
package import RedisClient

/// Keeps the pace between the commands of a plan, a purge or a verification: measures what `WorkPace`
/// decides by, and rests as long as it says.
///
/// Before the first command five PINGs, which show the normal round trip; then a PING each 10 ms, and
/// each 100 ms, for the first time after 25, a look at what others ask of the server (INFO commandstats; where
/// that is refused, they count as busy). The work's own connection is used, between two of its commands.
package struct Pacer {
    static let samples = 5
    private static let pingSeconds = 0.01
    private static let lookSeconds = 0.1
    /// Between the first two looks. Sooner, a busy shop may look quiet.
    private static let firstLookSeconds = 0.025

    package private(set) var pace: WorkPace
    private var work: String
    private let logger: Logger
    private let watch = Stopwatch()
    private var pings = Throttle(seconds: Self.pingSeconds)
    private var looks = Throttle(seconds: Self.lookSeconds)
    private var hasBegun = false
    /// Calls of others by the last look; nil: the server does not say.
    private var calls: (count: UInt64, at: Double)?
    private var isToldOfOthers = true

    package init(_ pace: Pace, work: String, logger: Logger = .silent) {
        self.pace = WorkPace(pace)
        self.work = work
        self.logger = logger
    }

    /// - Parameter operationsPerSecond: by an INFO that was read just before; what watchers ask is in it.
    package mutating func guess(operationsPerSecond: Double?) {
        pace.noteOthers(perSecond: operationsPerSecond)
    }

    package mutating func turn(to work: String) {
        self.work = work
        pace.turnToOtherWork()
    }

    /// Measures what is normal for this server, once, before the work.
    ///
    /// - Parameter items: of the work, at most; so few that one command has them all need no pace.
    package mutating func begin(
        _ nodes: RedisNodes, for items: Int, deadline: Duration
    ) async throws(RedisError) {
        guard !hasBegun, items > WorkPace.firstCount else { return }
        hasBegun = true
        var roundTrips: [Double] = []
        for _ in 0..<Self.samples { roundTrips.append(try await ping(nodes, deadline)) }
        pace.begin(roundTrips)
        try await look(nodes, deadline)
        looks.wait(Self.firstLookSeconds, from: watch.seconds)
    }

    /// After a command of the work that took `seconds` for `items`: measures, and rests.
    package mutating func rest(
        after items: Int, seconds: Double, _ nodes: RedisNodes, deadline: Duration
    ) async throws(RedisError) {
        guard hasBegun else { return }
        pace.note(items: items, seconds: seconds)
        let now = watch.seconds
        if pings.isDue(now) {
            let roundTrip = try await ping(nodes, deadline)
            logger.debug(pace.note(roundTrip, at: watch.seconds), of: work)
        }
        if looks.isDue(now) { try await look(nodes, deadline) }
        let rest = pace.restSeconds
        guard rest > 0 else { return }
        let began = watch.seconds
        await LoopTimer.pause(.seconds(rest))
        pace.rested(watch.seconds - began)
    }

    /// - Returns: the longest round trip of the nodes, in seconds.
    private func ping(_ nodes: RedisNodes, _ deadline: Duration) async throws(RedisError) -> Double
    {
        var longest = 0.0
        for node in nodes.primaries {
            let watch = Stopwatch()
            do throws(RedisError) {
                _ = try await node.send(RedisCommand("PING"), deadline: deadline)
            } catch {
                // An error reply (MISCONF, NOPERM) is a round trip, too.
                guard error.isServerReply else { throw error }
            }
            longest = max(longest, watch.seconds)
        }
        return longest
    }

    /// What others ask of the server, by the difference between two looks.
    private mutating func look(
        _ nodes: RedisNodes, _ deadline: Duration
    ) async throws(RedisError) {
        guard isToldOfOthers, pace.pace == .normal else { return }
        let count: UInt64?
        do throws(RedisError) {
            let reply = try await nodes.main.send(
                RedisCommand("INFO", "commandstats"), deadline: deadline)
            count = InfoReply(reply.bytes ?? []).shopCalls
        } catch {
            guard error.isServerReply else { throw error }
            count = nil
        }
        guard let count else {
            isToldOfOthers = false
            return pace.noteOthers(perSecond: nil)
        }
        let now = watch.seconds
        if let calls, now > calls.at {
            // Fewer than before: CONFIG RESETSTAT. The next look knows.
            pace.noteOthers(
                perSecond: count >= calls.count
                    ? Double(count - calls.count) / (now - calls.at) : nil)
        }
        calls = (count, now)
    }
}
