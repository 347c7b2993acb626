/// Who waits for replies, on the event loop: the handler knows no more of a caller than this.
///
/// Made on the loop, used on the loop; only the continuation inside leads back to the caller's task.
protocol ReplySink: AnyObject {
    /// What to call the command in an error.
    var attempted: String { get }
    /// `last`: no more replies will come, resume the caller.
    func receive(_ view: RedisReplyView, last: Bool)
    /// Instead of the replies that are missing; called at most once and never after the last.
    func fail(_ error: RedisError)
}

typealias Answer<Value: Sendable> = CheckedContinuation<Result<Value, RedisError>, Never>
