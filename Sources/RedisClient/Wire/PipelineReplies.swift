/// A pipeline: one value a reply, in order. What an error reply is, the decoder decides.
final class PipelineReplies<Value: Sendable>: ReplySink {
    let attempted: String
    private let decode: (RedisReplyView) -> Value
    private let answer: Answer<[Value]>
    private var values: [Value] = []

    init(
        attempted: String, count: Int, answer: Answer<[Value]>,
        decode: @escaping (RedisReplyView) -> Value
    ) {
        self.attempted = attempted
        self.answer = answer
        self.decode = decode
        values.reserveCapacity(count)
    }

    func receive(_ view: RedisReplyView, last: Bool) {
        values.append(decode(view))
        if last { answer.resume(returning: .success(values)) }
    }

    func fail(_ error: RedisError) { answer.resume(returning: .failure(error)) }
}
