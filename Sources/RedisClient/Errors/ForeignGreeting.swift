/// A server that is no Redis, recognised by the first bytes that it sends.
///
/// Looked at once a connection, before hiredis sees them: hiredis would only say which byte it
/// disliked. nil: RESP, as far as is known.
struct ForeignGreeting: Equatable {
    let kind: RedisError.Kind
    let message: String

    init?(_ bytes: some Collection<UInt8>) {
        guard let first = bytes.first, !"+-:$*".utf8.contains(first) else { return nil }
        if first == 0x15 || first == 0x16 {  // A TLS record: alert, handshake.
            (kind, message) = (.plainToTLS, "the server answered with a TLS message")
        } else if zip(bytes, "HTTP/".utf8).allSatisfy({ $0 == $1 }) {
            (kind, message) = (.notRedis, "the server is not a Redis: it answered in HTTP")
        } else {
            let line = bytes.prefix(32).prefix { (0x20..<0x7F).contains($0) }
            let quote =
                line.isEmpty ? "" : ", beginning \"\(String(decoding: line, as: UTF8.self))\""
            kind = .notRedis
            message = "the server is not a Redis: its answer is not Redis' protocol\(quote)"
        }
    }
}
