import HTTPTypes
import Hummingbird
import NIOCore

/// A body as this client wants it: not at all when it has it, compressed when it can read that.
enum Representation {
    /// - Parameter headers: those of a success; `Vary` and `ETag` are added here.
    static func response(
        _ body: [UInt8], headers: HTTPFields, to request: Request
    ) -> Response {
        var headers = headers
        let tag = EntityTag.of(body)
        headers[.eTag] = tag
        headers[.vary] = "Accept-Encoding"
        if EntityTag.isKnown(tag, request.headers) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        guard Gzip.isAccepted(request.headers), let packed = Gzip.compressed(body) else {
            return Response(
                status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
        }
        headers[.contentEncoding] = "gzip"
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed)))
    }
}
