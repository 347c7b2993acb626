import NIOCore
import NIOHTTP1

/// Watches one connection, right behind the decoder of HTTP: whether it is admitted, and whether the head
/// and the body of each request arrive in time.
///
/// An idle connection between two requests is Hummingbird's to close. A deadline does not move with every
/// byte: a request that comes a byte a second ends as one that stopped.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    struct Deadlines: Sendable {
        /// From the first byte of a request (or the accepted connection) to its whole head.
        var head = TimeAmount.seconds(10)
        /// From there to the end of its body.
        var body = TimeAmount.seconds(10)
        /// For all of it, on a connection of the reserve.
        var reserve = TimeAmount.seconds(2)
    }

    private let table: ConnectionTable
    private let clientNames: ClientNames
    private let deadlines: Deadlines
    private var isBegun = false
    private var isReserve = false
    private var isHeadArriving = true
    /// A head came, and the end of its body did not.
    private var isBodyArriving = false
    /// Heads that came without an answer's end yet.
    private var unanswered = 0
    private var due: NIODeadline?
    private var timer: Scheduled<Void>?

    init(table: ConnectionTable, clientNames: ClientNames, deadlines: Deadlines) {
        self.table = table
        self.clientNames = clientNames
        self.deadlines = deadlines
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isBegun else { return }
        isBegun = true
        let client = clientNames.name(of: context.channel)
        switch table.admit(context.channel, client: client) {
        case .ordinary: expect(within: deadlines.head, context)
        case .reserve:
            isReserve = true
            expect(within: deadlines.reserve, context)
        case .refused: refuse(context)
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        table.remove(context.channel)
        timer?.cancel()
        timer = nil
        due = nil
    }

    /// The reader gets the error; the connection ends either way.
    private func refuse(_ context: ChannelHandlerContext) {
        let body = Refusal.noConnection.body
        let headers: HTTPHeaders = [
            "Content-Type": JSONResponse.contentType, "Content-Length": "\(body.readableBytes)",
            "Retry-After": "1", "Connection": "close",
        ]
        let head = HTTPResponseHead(
            version: .http1_1, status: .serviceUnavailable, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    // MARK: Requests

    /// The first bytes after an answer are the next request's.
    func bytesArrived(_ context: ChannelHandlerContext) {
        guard unanswered == 0, !isHeadArriving, !isBodyArriving else { return }
        isHeadArriving = true
        expect(within: isReserve ? deadlines.reserve : deadlines.head, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isHeadArriving = false
            isBodyArriving = true
            unanswered += 1
            noteWork(context)
            expect(within: isReserve ? deadlines.reserve : deadlines.body, context)
        case .body: break
        case .end:
            due = nil
            isBodyArriving = false
            noteWork(context)
        }
        context.fireChannelRead(data)
    }

    /// A request whose body is still to come waits for its client, as an idle connection does.
    private func noteWork(_ context: ChannelHandlerContext) {
        let isAtWork = unanswered > (isBodyArriving ? 1 : 0)
        table.waits(context.channel, since: isAtWork ? nil : .now())
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), unanswered > 0 {
            unanswered -= 1
            noteWork(context)
            if unanswered == 0, isReserve { expect(within: deadlines.reserve, context) }
        }
        context.write(data, promise: promise)
    }

    // MARK: Time

    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        let due = NIODeadline.now() + time
        self.due = due
        // One that is under way looks at `due` when it is over.
        if timer == nil { wait(until: due, context) }
    }

    private func wait(until time: NIODeadline, _ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
            self.timer = nil
            guard let due = self.due else { return }
            if due <= .now() { context.close(promise: nil) } else { self.wait(until: due, context) }
        }
    }
}
