package import Metrics
import RedisClient

/// Reads the event source for a person: entry by entry or line by line, each with what was made of it.
package struct EventExplaining: Sendable {
    private let options: LiveCacheOptions

    package init(_ options: LiveCacheOptions) { self.options = options }

    package enum Happening: Sendable {
        case explanation(EventExplanation)
        /// Why nothing comes for now, as a sentence.
        case problem(String)
    }

    /// Tells the next `count` entries or lines and returns. Ends before when standard input does or the
    /// task is cancelled; a connection that fails throws.
    package func run(
        _ count: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: (Happening) throws -> Void
    ) async throws {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: Happening.self, bufferingPolicy: .bufferingOldest(max(1, count) + 16))
        let clock = ServerClock()
        let intake = EventIntake(
            grammar: options.grammar, source: options.events, clock: clock,
            pattern: options.eventPattern, explain: { continuation.yield(.explanation($0)) })
        let reading = EventReading(
            options: options, clock: clock, own: OwnLookups(), bell: Bell())
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await reading.runOnce(into: intake)
                        continuation.finish()
                    } catch { continuation.finish(throwing: error) }
                }
                group.addTask { await Self.tellProblems(of: intake, continuation) }
                await group.next()
                group.cancelAll()
            }
        }
        defer { task.cancel() }
        var left = count
        for try await happening in stream {
            try body(happening)
            guard case .explanation = happening else { continue }
            left -= 1
            if left == 0 { break }
        }
        task.cancel()
        await task.value
    }

    private static func tellProblems(
        of intake: EventIntake,
        _ continuation: AsyncThrowingStream<Happening, any Error>.Continuation
    ) async {
        var told: String?
        while !Task.isCancelled {
            if let report = intake.report(), report.status.problem?.why != told {
                told = report.status.problem?.why
                if let told { continuation.yield(.problem(told)) }
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}
