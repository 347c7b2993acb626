import Metrics
import RedisClient

/// A batch of the sweep on its way: its page of SCAN comes first, so that the next batch can be sent while
/// the server still answers this one.
struct SweepFlight {
    struct Answered: Sendable {
        let answers: SweepBatch.Answers
        /// When the last answer came.
        let at: Timestamp
    }

    let batch: SweepBatch
    private let task: Task<Result<Answered, RedisError>, Never>

    /// Sends it, from a thread of the pool: for a sweep that has the processor to itself.
    init(_ batch: SweepBatch, _ node: RedisConnection, _ clock: ServerClock) {
        self.batch = batch
        task = Task {
            defer { batch.noteEnd() }
            do throws(RedisError) {
                return .success(Answered(answers: try await batch.ask(node), at: clock.now))
            } catch {
                return .failure(error)
            }
        }
    }

    /// nil: SCAN was refused, or the batch failed; `answers` says which.
    func page() async -> ScanPage? {
        await withTaskCancellationHandler {
            await batch.page()
        } onCancel: {
            task.cancel()
        }
    }

    func answers() async throws(RedisError) -> Answered {
        try await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }.get()
    }

    /// For when the batch before it failed.
    func cancel() { task.cancel() }
}
