/// What turns a connection's bytes into replies.
package enum ReplyDecoding: Sendable, Hashable {
    /// The usual one.
    case hiredis
    /// For many short strings in a reply: `ReplyScanner`.
    case inPlace
}

/// The decoder that a connection was opened with.
struct ReplyDecoder: ~Copyable {
    private var hiredis: ReplyReader?
    private var inPlace: ReplyScanner?

    init(_ decoding: ReplyDecoding) {
        switch decoding {
        case .hiredis:
            hiredis = ReplyReader()
            inPlace = nil
        case .inPlace:
            hiredis = nil
            inPlace = ReplyScanner()
        }
    }

    /// As `ReplyReader.read`.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, receive: (RedisReplyView) -> Bool
    ) throws(ReplyReader.Failure) {
        try hiredis?.read(bytes, receive: receive)
        try inPlace?.read(bytes, receive: receive)
    }
}
