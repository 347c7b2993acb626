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
