@testable import RedisClient

/// What a decoder makes of bytes that come in pieces.
struct DecodedReplies: Equatable {
    var replies: [RedisReply] = []
    /// What ended it; nil: it takes more.
    var failure: ReplyReader.Failure?

    init(
        _ decoding: ReplyDecoding, _ pieces: some Sequence<some Collection<UInt8>>, limit: Int
    ) {
        var decoder = ReplyDecoder(decoding, limit: limit)
        do throws(ReplyReader.Failure) {
            for piece in pieces {
                var read: [RedisReply] = []
                let failure = Array(piece).withUnsafeBytes { bytes -> ReplyReader.Failure? in
                    do throws(ReplyReader.Failure) {
                        try decoder.read(bytes) { view in
                            read.append(view.reply)
                            return true
                        }
                        return nil
                    } catch { return error }
                }
                replies += read
                if let failure { throw failure }
            }
        } catch { failure = error }
    }

    /// All replies.
    /// - Throws: what ended the decoder.
    func get() throws(ReplyReader.Failure) -> [RedisReply] {
        if let failure { throw failure }
        return replies
    }
}
