/// A whole reply as a value, copied out of the codec (RESP2).
///
/// The convenient way, for replies that are small or kept: `send` and `pipeline` return it. What is
/// read by the hundred thousand goes through `RedisReplyView` instead, which copies nothing.
package enum RedisReply: Sendable, Equatable {
    /// A bulk string: a key, a value, INFO's text.
    case string([UInt8])
    /// A simple string such as OK.
    case status([UInt8])
    case integer(Int64)
    case array([RedisReply])
    /// A null bulk string or a null array.
    case null
    case error(RedisServerError)
}

extension RedisReply {
    /// The bytes of a string or status; nil for everything else.
    package var bytes: [UInt8]? {
        switch self {
        case .string(let bytes), .status(let bytes): bytes
        case .integer, .array, .null, .error: nil
        }
    }

    /// The same as text, broken UTF-8 replaced. For the eye only: keys are to stay bytes.
    package var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    /// An integer reply, or a string or status that is a decimal integer; else nil.
    package var integerValue: Int64? {
        if case .integer(let value) = self { return value }
        return text.flatMap { Int64($0) }
    }

    /// The elements of an array; nil for everything else, null included.
    package var elements: [RedisReply]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var isNull: Bool { self == .null }

    package var serverError: RedisServerError? {
        if case .error(let error) = self { error } else { nil }
    }
}
