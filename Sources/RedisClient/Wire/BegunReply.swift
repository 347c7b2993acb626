/// One command that no task waits for. What an error reply is, the decoder decides.
final class BegunReply<Value>: ReplySink {
    let attempted: String
    private let decode: (RedisReplyView) -> Value
    private let done: (Result<Value, RedisError>) -> Void

    init(
        attempted: String, decode: @escaping (RedisReplyView) -> Value,
        done: @escaping (Result<Value, RedisError>) -> Void
    ) {
        self.attempted = attempted
        self.decode = decode
        self.done = done
    }

    func receive(_ view: RedisReplyView, last: Bool) { done(.success(decode(view))) }

    func fail(_ error: RedisError) { done(.failure(error)) }
}
