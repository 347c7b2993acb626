import Metrics
import RedisClient

/// Reads the source that was chosen into the intake, until the task ends (standard input: until
/// its end). Trouble goes into the status, never out of here.
struct EventReading: Sendable {
    let options: LiveCacheOptions
    let clock: ServerClock
    let own: OwnLookups
    let bell: Bell

    func run(into intake: EventIntake) async {
        // What reconnects throws nothing.
        try? await read(into: intake, once: false)
    }

    /// The same over one connection: throws what ended it.
    func runOnce(into intake: EventIntake) async throws {
        try await read(into: intake, once: true)
    }

    private func read(into intake: EventIntake, once: Bool) async throws {
        switch options.events {
        case .stream(let key):
            var tail = StreamTail(
                keys: options.policy.streamKeys(key), since: options.since, intake: intake,
                own: own,
                clock: clock, bell: bell, refusals: options.refusals)
            try await onConnection(intake, once: once, decoding: options.streamDecoding) {
                try await tail.follow($0)
            }
        case .pubsub(let channel):
            var tail = PubSubTail(channel: channel, intake: intake, clock: clock)
            try await onConnection(intake, once: once) { try await tail.follow($0) }
        case .log(let path):
            var tail = LogTail(intake: intake, clock: clock)
            // Reads of files take the thread they run on: not the one that waits for Redis.
            await withTaskExecutorPreference(globalConcurrentExecutor) {
                await tail.follow(path: path)
            }
        case .standardInput:
            var tail = LogTail(intake: intake, clock: clock)
            await withTaskExecutorPreference(globalConcurrentExecutor) {
                await tail.readToEnd(descriptor: 0)
            }
        case .none:
            intake.update {
                $0.problem = SourceProblem(
                    .notTold, "No source of events is read: --events is none.")
            }
        }
    }

    /// - Parameter decoding: to begin with; what it does not understand is read by hiredis from then on.
    private func onConnection(
        _ intake: EventIntake, once: Bool, decoding: ReplyDecoding = .hiredis,
        _ body: (RedisConnection) async throws -> Void
    ) async throws {
        guard !once else {
            return try await RedisConnection.withConnection(
                to: options.endpoint, logger: options.logger
            ) { try await body($0) }
        }
        var decoding = decoding
        await reconnecting(
            to: options.endpoint, bell: bell, logger: options.logger, decoding: { decoding }
        ) { error, _ in
            if error.kind == .notRedis { decoding = .hiredis }
            intake.update { $0.problem = SourceProblem(.lost, "No events come in: \(error)") }
        } _: {
            try await body($0)
        }
    }
}
