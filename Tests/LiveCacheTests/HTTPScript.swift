import NIOCore
import NIOPosix
import Synchronization

/// A web server that gives every request the same answer, as bytes, and keeps what it was asked.
final class HTTPScript: Sendable {
    /// nil: it never answers.
    private let answer: String?
    private let bodies = Mutex<[String]>([])
    /// Done before it answers.
    private let deed: (@Sendable () async -> Void)?

    var requests: [String] { bodies.withLock { $0 } }

    init(
        status: String?, body: String = "", headers: String = "",
        deed: (@Sendable () async -> Void)? = nil
    ) {
        self.deed = deed
        answer = status.map {
            "HTTP/1.1 \($0)\r\ncontent-length: \(body.utf8.count)\r\n\(headers)"
                + "connection: close\r\n\r\n\(body)"
        }
    }

    /// Whatever bytes, HTTP or not.
    init(bytes: String) {
        answer = bytes
        deed = nil
    }

    /// - Parameter port: 0: any that is free.
    func serve(
        port: Int = 0, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(script: self))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        let url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/api/revalidate"
        let result = await Result { try await body(url) }
        try? await channel.close()
        try result.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: HTTPScript
        private var received = ""

        init(script: HTTPScript) { self.script = script }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(decoding: unwrapInboundIn(data).readableBytesView, as: UTF8.self)
            // A POST of these tests is JSON; what else is asked for has no body.
            let end = received.hasPrefix("POST ") ? "}" : "\r\n\r\n"
            guard received.contains("\r\n\r\n"), received.hasSuffix(end) else { return }
            script.bodies.withLock { $0.append(received) }
            guard let answer = script.answer else { return }
            let channel = context.channel
            let buffer = channel.allocator.buffer(string: answer)
            guard let deed = script.deed else {
                context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
                return
            }
            Task {
                await deed()
                try? await channel.writeAndFlush(buffer)
            }
        }
    }
}
