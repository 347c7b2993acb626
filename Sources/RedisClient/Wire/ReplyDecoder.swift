/// The decoder that a connection was opened with.
struct ReplyDecoder: ~Copyable {
    private var hiredis: ReplyReader?
    private var inPlace: ReplyScanner?

    init(_ decoding: ReplyDecoding, limit: Int = ReplyReader.standardLimit) {
        switch decoding {
        case .hiredis:
            hiredis = ReplyReader(limit: limit)
            inPlace = nil
        case .inPlace:
            hiredis = nil
            inPlace = ReplyScanner(limit: limit)
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
