import NIOCore
import NIOPosix
import Synchronization

/// A web server that gives every request the same answer, as bytes, and keeps what it was asked.
final class HTTPScript: Sendable {
    /// nil: it never answers.
    private let answer: [UInt8]?
    private let bodies = Mutex<[String]>([])
    /// Runs before it answers.
    private let before: (@Sendable () async -> Void)?

    var requests: [String] { bodies.withLock { $0 } }

    init(
        status: String?, body: String = "", headers: String = "",
        before: (@Sendable () async -> Void)? = nil
    ) {
        self.before = before
        answer = status.map { Self.answer($0, headers, Array(body.utf8)) }
    }

    init(status: String, body: [UInt8], headers: String) {
        before = nil
        answer = Self.answer(status, headers, body)
    }

    private static func answer(_ status: String, _ headers: String, _ body: [UInt8]) -> [UInt8] {
        Array(
            ("HTTP/1.1 \(status)\r\ncontent-length: \(body.count)\r\n\(headers)"
                + "connection: close\r\n\r\n").utf8) + body
    }

    /// Any bytes, HTTP or not.
    init(bytes: String) {
        answer = Array(bytes.utf8)
        before = nil
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
            let buffer = channel.allocator.buffer(bytes: answer)
            guard let before = script.before else {
                context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
                return
            }
            Task {
                await before()
                try? await channel.writeAndFlush(buffer)
            }
        }
    }
}
