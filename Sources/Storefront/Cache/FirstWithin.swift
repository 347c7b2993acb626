/// What `body` returns, or nil when it takes longer than `limit`.
///
/// It does not wait for a body that minds no cancellation, as a task group would: a database that hangs
/// must not hang who asked it. That body goes on, and what it returns is dropped.
func first<Value: Sendable>(
    within limit: Duration, _ body: @escaping @Sendable () async -> Value
) async -> Value? {
    let (outcomes, outcome) = AsyncStream.makeStream(
        of: Value?.self, bufferingPolicy: .bufferingOldest(1))
    let work = Task { _ = outcome.yield(await body()) }
    let timer = Task {
        try? await Task.sleep(for: limit)
        outcome.yield(nil)
    }
    defer {
        work.cancel()
        timer.cancel()
    }
    for await outcome in outcomes { return outcome }
    return nil
}
