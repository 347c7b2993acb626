import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A shop's HTTP side for tests of its clients: a real server on loopback that says MISS to what it
/// is asked first and HIT afterwards, or whatever the test wants, and keeps what it was asked.
final class LoadServer: Sendable {
    struct Reply: Sendable {
        var status = 200
        /// nil: no header.
        var cache: String?
        var cacheControl: String? = "public, s-maxage=30, stale-while-revalidate=60"
        var delay = Duration.zero
        var bytes = 20
        /// Closes the connection instead.
        var hangsUp = false
    }

    private struct State {
        var uris: [String] = []
        var answered: [String: Int] = [:]
        var connections = 0
        var children: [ObjectIdentifier: any Channel] = [:]
    }

    /// Gets the path with its query, and how often that was asked before. `/health` is not asked for.
    private let answer: @Sendable (String, Int) -> Reply
    private let state = Mutex(State())

    init(_ answer: @escaping @Sendable (String, Int) -> Reply = LoadServer.missThenHit) {
        self.answer = answer
    }

    static let missThenHit: @Sendable (String, Int) -> Reply = { _, before in
        Reply(cache: before == 0 ? "MISS" : "HIT")
    }

    /// All that was asked, but for `/health`.
    var uris: [String] { state.withLock { $0.uris } }
    var connections: Int { state.withLock { $0.connections } }
    /// By what was answered, X-Cache or status.
    var answered: [String: Int] { state.withLock { $0.answered } }

    /// Serves while `body` runs, which gets its URL.
    func serve<Result: Sendable>(
        unixSocket: String? = nil, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [self] channel in
                add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
        let channel: any Channel
        var url: String
        if let unixSocket {
            channel = try await bootstrap.bind(unixDomainSocketPath: unixSocket).get()
            url = "http+unix://" + unixSocket.replacing("/", with: "%2F")
        } else {
            channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        }
        state.withLock { $0.children[ObjectIdentifier(channel)] = channel }
        defer { kill() }
        return try await body(url)
    }

    /// As if its process were gone: no listener, no connections.
    func kill() {
        let channels = state.withLock { state in
            defer { state.children = [:] }
            return Array(state.children.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    private func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { state in
            state.connections += 1
            state.children[id] = channel
        }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { _ = $0.children.removeValue(forKey: id) }
        }
    }

    private func reply(to uri: String) -> Reply {
        guard uri != "/health" else { return Reply() }
        let before = state.withLock { state in
            defer { state.uris.append(uri) }
            return state.uris.filter { $0 == uri }.count
        }
        let reply = answer(uri, before)
        state.withLock { $0.answered[reply.cache ?? "\(reply.status)", default: 0] += 1 }
        return reply
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: LoadServer

        init(server: LoadServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = unwrapInboundIn(data) else { return }
            let reply = server.reply(to: head.uri)
            let channel = context.channel
            let end: @Sendable () -> Void = {
                guard !reply.hangsUp else { return channel.close(promise: nil) }
                var headers = HTTPHeaders([("content-length", "\(reply.bytes)")])
                if let cache = reply.cache { headers.add(name: "X-Cache", value: cache) }
                if let control = reply.cacheControl {
                    headers.add(name: "Cache-Control", value: control)
                }
                let response = HTTPResponseHead(
                    version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
                channel.write(HTTPServerResponsePart.head(response), promise: nil)
                let body = ByteBuffer(repeating: 32, count: reply.bytes)
                channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
                channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
            }
            if reply.delay > .zero {
                context.eventLoop.scheduleTask(in: TimeAmount(reply.delay), end)
            } else {
                end()
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
