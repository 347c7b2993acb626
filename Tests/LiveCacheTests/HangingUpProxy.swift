import NIOCore
import NIOPosix
import RedisClient
import TestSupport

/// Stands before a real Redis and hangs up on one command, as proxies do on what they don't know, or
/// changes what Redis answers.
enum HangingUpProxy {
    /// - Parameter change: of a piece of an answer.
    static func serve(
        _ socket: String, on word: String? = nil,
        change: @escaping @Sendable (inout [UInt8]) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Int) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(unixDomainSocketPath: socket)
                    .flatMapThrowing { redis in
                        let both = Pair(client, redis)
                        try client.pipeline.syncOperations.addHandler(
                            Pipe(to: redis, both, hangsUpOn: word))
                        try redis.pipeline.syncOperations.addHandler(
                            Pipe(to: client, both, hangsUpOn: nil, change: change))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result = await Result { try await body(channel.localAddress?.port ?? 0) }
        try? await channel.close()
        try result.get()
    }

    private struct Pair {
        let client: any Channel
        let redis: any Channel

        init(_ client: any Channel, _ redis: any Channel) {
            (self.client, self.redis) = (client, redis)
        }

        func close() {
            client.close(promise: nil)
            redis.close(promise: nil)
        }
    }

    private final class Pipe: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let target: any Channel
        private let both: Pair
        private let word: String?
        private let change: @Sendable (inout [UInt8]) -> Void

        init(
            to target: any Channel, _ both: Pair, hangsUpOn word: String?,
            change: @escaping @Sendable (inout [UInt8]) -> Void = { _ in }
        ) {
            self.target = target
            self.both = both
            self.word = word
            self.change = change
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            let text = String(decoding: buffer.readableBytesView, as: UTF8.self)
            if let word, text.contains(word) { return both.close() }
            var bytes = Array(buffer.readableBytesView)
            change(&bytes)
            target.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { both.close() }
    }
}
