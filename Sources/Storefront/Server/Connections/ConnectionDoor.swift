import NIOCore
import NIOHTTP1

/// Puts a `ConnectionWatch` into a new connection's pipeline, whose head Hummingbird sets up itself: one
/// handler sees the bytes as they come, one the decoded parts.
final class ConnectionDoor: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let makeWatch: () -> ConnectionWatch

    init(_ makeWatch: @escaping () -> ConnectionWatch) { self.makeWatch = makeWatch }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(
                type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let watch = makeWatch()
            try pipeline.addHandler(watch, position: .after(decoder))
            let place = try pipeline.context(handler: watch)
            try pipeline.addHandler(FirstBytes { watch.bytesArrived(place) }, position: .first)
        } catch {
            // Unwatched, a connection could be held open for ever.
            context.close(promise: nil)
        }
    }
}

/// Says when bytes arrive, before they are decoded.
private final class FirstBytes: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let onBytes: () -> Void

    init(onBytes: @escaping () -> Void) { self.onBytes = onBytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        onBytes()
        context.fireChannelRead(data)
    }
}
