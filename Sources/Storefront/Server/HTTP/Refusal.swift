import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer that is no success, as JSON: `{"error": "a sentence", "parameter": "page"}`; where the
/// outcome is not known, `message` in place of `error`, which would say that it was not done.
struct Refusal: Error, Sendable, Equatable {
    var status: HTTPResponse.Status
    var sentence: String
    /// The member or parameter that is wrong; nil: it is none of them.
    var parameter: String?
    /// Whole seconds, rounded up; nil: asking again does not help.
    var retryAfter: Int?
    /// Of a 405: what the path takes.
    var methods: [HTTPRequest.Method] = []
    /// It may have been done.
    var isUnknown = false
    /// What of the request has not been read is not wanted: the connection ends with the answer.
    var closes = false

    init(
        _ status: HTTPResponse.Status, _ sentence: String, parameter: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.sentence = sentence
        self.parameter = parameter
        self.retryAfter = retryAfter
    }

    static let noConnection: Refusal = {
        var refusal = Refusal(
            .serviceUnavailable, "All connections of the shop are in use: ask again.", retryAfter: 1
        )
        refusal.closes = true
        return refusal
    }()
    static let notThere = Refusal(.notFound, "There is no such product or category.")

    static func method(allowed: [HTTPRequest.Method]) -> Refusal {
        let list = allowed.filter { $0 != .options }.map(\.rawValue).joined(separator: " and ")
        var refusal = Refusal(.methodNotAllowed, "This path takes \(list).")
        refusal.methods = allowed
        return refusal
    }

    static func tooMany(retryAfter: Duration) -> Refusal {
        let (seconds, rest) = retryAfter.components
        return Refusal(
            .tooManyRequests, "There were too many requests: wait, then ask again.",
            retryAfter: max(1, Int(seconds) + (rest > 0 ? 1 : 0)))
    }

    /// Of the catalogue; what failed in it is not for clients.
    init(_ error: OriginError) {
        switch error {
        case .notFound: self = .notThere
        case .deadline:
            self.init(
                .gatewayTimeout, "The catalogue did not answer in time: ask again.", retryAfter: 1)
        case .busy:
            self.init(
                .serviceUnavailable,
                "Too many questions that take the catalogue long are under way: ask again.",
                retryAfter: 1)
        case .failed:
            self.init(
                .serviceUnavailable, "The catalogue can't answer now: ask again.", retryAfter: 1)
        }
    }

    /// - Parameter cache: nil: the cache was not asked.
    func response(cache: CacheStatus? = nil, on channel: (any Channel)? = nil) -> Response {
        var headers = JSONResponse.uncachedHeaders
        if let cache { headers.set("X-Cache", cache.rawValue) }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        if !methods.isEmpty {
            headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        }
        let body = body
        guard closes, let channel else {
            return Response(status: status, headers: headers, body: .init(byteBuffer: body))
        }
        headers[.connection] = "close"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: body.readableBytes) { writer in
                try await writer.write(body)
                try await writer.finish(nil)
                channel.close(promise: nil)
            })
    }

    var body: ByteBuffer {
        JSONResponse.encode(
            Body(
                error: isUnknown ? nil : sentence, message: isUnknown ? sentence : nil,
                parameter: parameter))
    }

    private struct Body: Encodable {
        var error: String?
        var message: String?
        var parameter: String?
    }
}

extension HTTPFields {
    /// A field that HTTPTypes has no name for.
    mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }
}
