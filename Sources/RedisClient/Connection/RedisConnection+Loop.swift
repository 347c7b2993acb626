import NIOCore

extension RedisConnection {
    /// Runs `body`, which must never block, on the event loop of this connection.
    package func onLoop<Value, Failure>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withTaskExecutorPreference(
            LoopExecutor(eventLoop), isolation: isolation, operation: body)
    }

    /// Waits by the event loop's own timer. Returns early when the task is cancelled.
    package func pause(_ duration: Duration) async {
        let over = eventLoop.makePromise(of: Void.self)
        let timer = eventLoop.scheduleTask(in: TimeAmount(duration)) { over.succeed() }
        await withTaskCancellationHandler {
            try? await over.futureResult.get()
        } onCancel: {
            timer.cancel()
            over.fail(CancellationError())
        }
    }
}
