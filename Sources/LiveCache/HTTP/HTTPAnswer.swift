import AsyncHTTPClient
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix

/// What another server answered, as far as it was read.
struct HTTPAnswer: Sendable {
    var status: Int
    var body: [UInt8]
    var headers = HTTPHeaders()

    /// More may follow than was read.
    var isCut: Bool { body.count >= HTTPExchange.readBytes }

    /// The coding of a body that can't be read; nil: it can.
    var unreadableCoding: String? {
        let codings = headers[canonicalForm: "content-encoding"].map { $0.lowercased() }
        let unread = codings.filter { !["identity", "gzip", "deflate", ""].contains($0) }
        if let first = unread.first { return String(first) }
        // Compressed, whatever the headers say.
        return body.starts(with: [0x1F, 0x8B]) ? "gzip" : nil
    }
}
