/// The messages of one Pub/Sub channel, as they come, on a connection that does nothing else.
///
/// A slow reader must not push back on Redis, which would cut it off: what does not fit into the
/// buffer (in number the oldest, in bytes the newest) is dropped and counted. To be read by one task.
/// Ends when the reading task is cancelled; throws what ended the connection.
package struct RedisSubscription: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = RedisError

    private let connection: RedisConnection
    private let stream: AsyncThrowingStream<[UInt8], any Error>
    private let backlog: MessageBacklog

    init(
        connection: RedisConnection, stream: AsyncThrowingStream<[UInt8], any Error>,
        backlog: MessageBacklog
    ) {
        self.connection = connection
        self.stream = stream
        self.backlog = backlog
    }

    /// How many messages were dropped so far because they were not read in time.
    package var dropped: Int { backlog.drops }

    package func makeAsyncIterator() -> Iterator {
        Iterator(
            base: stream.makeAsyncIterator(), connection: connection, backlog: backlog)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: AsyncThrowingStream<[UInt8], any Error>.Iterator
        fileprivate let connection: RedisConnection
        fileprivate let backlog: MessageBacklog

        package mutating func next() async throws(RedisError) -> [UInt8]? {
            try await next(isolation: nil)
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(RedisError) -> [UInt8]? {
            do {
                let message = try await base.next(isolation: actor)
                if let message { backlog.taken(message.count) }
                return message
            } catch {
                throw RedisError(error, endpoint: connection.endpoint)
            }
        }
    }
}

extension RedisConnection {
    /// Subscribes to a channel; from then on the connection can't be used for anything else.
    ///
    /// - Parameter buffer: how many messages wait for a slow reader before the oldest is dropped.
    /// - Throws: `noPermission` where the user may not subscribe to the channel.
    package func subscribe(
        channel: [UInt8], buffer: Int = 16_384, deadline: Duration = .seconds(5)
    ) async throws(RedisError) -> RedisSubscription {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingNewest(buffer))
        let backlog = MessageBacklog()
        let name = "SUBSCRIBE"
        let onMessage: @Sendable (RedisReplyView) -> Void = { view in
            // ["message", channel, payload]
            guard view.count == 3, view[0].bytes.elementsEqual("message".utf8),
                backlog.admits(view[2].bytes.count)
            else { return }
            if case .dropped(let oldest) = continuation.yield(Array(view[2].bytes)) {
                backlog.dropped(oldest.count)
            }
        }
        let _: Bool = try await submit(
            [RedisCommand(name, key: channel)], attempted: name, deadline: deadline,
            onMessage: onMessage
        ) { [endpoint = endpoint.description] answer in
            SingleReply(attempted: name, endpoint: endpoint, answer: answer) { _ in true }
        }
        whenEnded { continuation.finish(throwing: $0.hitting(name)) }
        return RedisSubscription(connection: self, stream: stream, backlog: backlog)
    }
}
