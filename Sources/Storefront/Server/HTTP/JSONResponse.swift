import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// How the server writes JSON that is made here, and not in the catalogue.
enum JSONResponse {
    static let contentType = "application/json; charset=utf-8"
    static let uncachedHeaders: HTTPFields = [
        .contentType: contentType, .cacheControl: "no-store",
    ]

    static func uncached(_ status: HTTPResponse.Status, _ body: some Encodable) -> Response {
        Response(
            status: status, headers: uncachedHeaders, body: .init(byteBuffer: encode(body)))
    }

    static func encode(_ body: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: (try? encoder.encode(body)) ?? Data("{}".utf8))
    }
}
