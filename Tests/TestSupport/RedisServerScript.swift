import NIOCore
import NIOPosix

/// A server that says exactly what a test tells it to: for what a real Redis won't send, such as a
/// reply that stops midway, an answer in HTTP or a TLS alert.
///
/// Every connection gets `greeting` at once, `answer` after the client's first bytes, in the pieces
/// given, each in a write of its own; then, if `closes`, the end.
package enum RedisServerScript {
    /// The script's server for as long as `body` runs, which is given the port on 127.0.0.1.
    package static func serve<Result: Sendable>(
        greeting: [UInt8] = [], answer: [[UInt8]] = [], closes: Bool = false,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ScriptHandler(greeting: greeting, answer: answer, closes: closes))
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
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let greeting: [UInt8]
    private var answer: [[UInt8]]
    private let closes: Bool

    init(greeting: [UInt8], answer: [[UInt8]], closes: Bool) {
        self.greeting = greeting
        self.answer = answer
        self.closes = closes
    }

    func channelActive(context: ChannelHandlerContext) {
        if !greeting.isEmpty { send(greeting, context) }
        if closes, answer.isEmpty { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !answer.isEmpty else { return }
        for piece in answer { send(piece, context) }
        answer = []
        if closes { context.close(promise: nil) }
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }
}
