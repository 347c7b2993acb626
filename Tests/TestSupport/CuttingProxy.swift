import NIOCore
import NIOPosix

/// Stands before a real server and cuts the connection after so many bytes from it, as a broken network does:
/// in the middle of a message, without a farewell.
package enum CuttingProxy {
    /// - Parameter body: is given the port on 127.0.0.1.
    package static func serve<Result: Sendable>(
        port: Int, cutAfter bytes: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(host: "127.0.0.1", port: port)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Pipe(to: server, left: .max))
                        try server.pipeline.syncOperations.addHandler(Pipe(to: client, left: bytes))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(channel.localAddress?.port ?? 0)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Pipe: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let target: any Channel
        private var left: Int

        init(to target: any Channel, left: Int) {
            self.target = target
            self.left = left
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var buffer = unwrapInboundIn(data)
            guard let piece = buffer.readSlice(length: min(left, buffer.readableBytes)) else {
                return
            }
            left -= piece.readableBytes
            let isOver = left == 0
            target.writeAndFlush(piece).whenComplete { [target] _ in
                if isOver { target.close(promise: nil) }
            }
        }

        func channelInactive(context: ChannelHandlerContext) { target.close(promise: nil) }
    }
}
