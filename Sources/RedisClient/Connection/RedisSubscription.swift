import Synchronization

/// The messages of one Pub/Sub channel, as they come, on a connection that does nothing else.
///
/// A slow reader must not push back on Redis, which would cut it off: what does not fit into the
/// buffer is dropped, the oldest first, and counted. To be read by one task. Ends when the reading
/// task is cancelled; throws what ended the connection.
package struct RedisSubscription: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = RedisError

    private let connection: RedisConnection
    private let stream: AsyncThrowingStream<[UInt8], any Error>
    private let drops: DropCount

    init(
        connection: RedisConnection, stream: AsyncThrowingStream<[UInt8], any Error>,
        drops: DropCount
    ) {
        self.connection = connection
        self.stream = stream
        self.drops = drops
    }

    /// How many messages were dropped so far because they were not read in time.
    package var dropped: Int { drops.value.load(ordering: .relaxed) }

    package func makeAsyncIterator() -> Iterator {
        Iterator(base: stream.makeAsyncIterator(), connection: connection)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: AsyncThrowingStream<[UInt8], any Error>.Iterator
        fileprivate let connection: RedisConnection

        package mutating func next() async throws(RedisError) -> [UInt8]? {
            do { return try await base.next() } catch {
                throw RedisError(error, endpoint: connection.endpoint)
            }
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(RedisError) -> [UInt8]? {
            do { return try await base.next(isolation: actor) } catch {
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
        let drops = DropCount()
        let name = "SUBSCRIBE"
        let onMessage: @Sendable (RedisReplyView) -> Void = { view in
            // ["message", channel, payload]
            guard view.count == 3, view[0].bytes.elementsEqual("message".utf8) else { return }
            if case .dropped = continuation.yield(Array(view[2].bytes)) {
                drops.value.wrappingAdd(1, ordering: .relaxed)
            }
        }
        let _: Bool = try await submit(
            [RedisCommand(name, key: channel)], attempted: name, deadline: deadline,
            onMessage: onMessage
        ) { [endpoint = endpoint.description] answer in
            SingleReply(attempted: name, endpoint: endpoint, answer: answer) { _ in true }
        }
        whenEnded { continuation.finish(throwing: $0.hitting(name)) }
        return RedisSubscription(connection: self, stream: stream, drops: drops)
    }
}
