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
        switch options.events {
        case .stream(let key):
            var tail = StreamTail(
                key: key, since: options.since, intake: intake, own: own, clock: clock, bell: bell,
                refusals: options.refusals)
            await onConnection(intake) { try await tail.follow($0) }
        case .pubsub(let channel):
            var tail = PubSubTail(channel: channel, intake: intake, clock: clock)
            await onConnection(intake) { try await tail.follow($0) }
        case .log(let path):
            var tail = LogTail(intake: intake, clock: clock)
            await tail.follow(path: path)
        case .standardInput:
            var tail = LogTail(intake: intake, clock: clock)
            await tail.readToEnd(descriptor: 0)
        case .none:
            intake.update {
                $0.problem = SourceProblem(
                    .notTold, "No source of events is read: --events is none.")
            }
        }
    }

    private func onConnection(
        _ intake: EventIntake, _ body: (RedisConnection) async throws -> Void
    ) async {
        await reconnecting(to: options.endpoint, bell: bell, logger: options.logger) { error, _ in
            intake.update { $0.problem = SourceProblem(.lost, "No events come in: \(error)") }
        } _: {
            try await body($0)
        }
    }
}
