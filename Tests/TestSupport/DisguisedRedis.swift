import NIOCore
import NIOPosix
package import RedisClient

/// A real Redis in front of which some of its words are exchanged for others of the same length:
/// for an INFO as other servers and services give it.
package enum DisguisedRedis {
    /// The disguise for as long as `body` runs, which is given its endpoint on 127.0.0.1.
    package static func with<Result: Sendable>(
        _ server: RedisServer, saying words: [(instead: String, says: String)],
        isolation: isolated (any Actor)? = #isolation,
        _ body: (RedisEndpoint) async throws -> Result
    ) async throws -> Result {
        for (old, new) in words where old.utf8.count != new.utf8.count {
            throw RedisServer.Failure(description: "'\(old)' is not as long as '\(new)'")
        }
        let socket = server.socketPath
        let pairs = words.map { (Array($0.instead.utf8), Array($0.says.utf8)) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in
                // A reply in one piece: a word on a border would go through as it is.
                ClientBootstrap(group: client.eventLoop)
                    .channelOption(
                        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1 << 20)
                    )
                    .connect(unixDomainSocketPath: socket)
                    .flatMapThrowing { redis in
                        try client.pipeline.syncOperations.addHandler(Forwarder(to: redis))
                        try redis.pipeline.syncOperations.addHandler(
                            Forwarder(to: client, changing: pairs))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = RedisEndpoint.Address.tcp(
            host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
        do {
            let result = try await body(RedisEndpoint(address: address))
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

private final class Forwarder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let pairs: [([UInt8], [UInt8])]

    init(to peer: any Channel, changing pairs: [([UInt8], [UInt8])] = []) {
        self.peer = peer
        self.pairs = pairs
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Array(unwrapInboundIn(data).readableBytesView)
        for (old, new) in pairs { bytes.replace(old, with: new) }
        peer.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }
}
