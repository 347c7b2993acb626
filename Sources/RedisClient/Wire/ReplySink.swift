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

/// One command whose reply is decoded where it lies. An error reply fails the caller.
final class SingleReply<Value: Sendable>: ReplySink {
    let attempted: String
    private let endpoint: String
    private let decode: (RedisReplyView) throws -> Value
    private let answer: Answer<Value>

    init(
        attempted: String, endpoint: String, answer: Answer<Value>,
        decode: @escaping (RedisReplyView) throws -> Value
    ) {
        self.attempted = attempted
        self.endpoint = endpoint
        self.answer = answer
        self.decode = decode
    }

    func receive(_ view: RedisReplyView, last: Bool) {
        if let error = view.serverError {
            return fail(RedisError(error, endpoint: endpoint, attempted: attempted))
        }
        do {
            answer.resume(returning: .success(try decode(view)))
        } catch let error as RedisError {
            fail(error.hitting(error.attempted, mayHaveBeenCarriedOut: true))
        } catch {
            fail(
                RedisError(
                    .unexpectedReply, endpoint: endpoint, attempted: attempted,
                    message: "the reply is not what was expected: \(error)",
                    mayHaveBeenCarriedOut: true))
        }
    }

    func fail(_ error: RedisError) { answer.resume(returning: .failure(error)) }
}
