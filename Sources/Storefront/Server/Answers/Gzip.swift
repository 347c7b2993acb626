import CZlib
import HTTPTypes

/// Compressed bodies, for clients that can read them (RFC 9110, 12.5.3).
enum Gzip {
    /// Below it the packets are as many, and the work is for nothing.
    static let smallest = 1024
    private static let level: Int32 = 4

    /// nil: it gets no smaller.
    static func compressed(_ body: [UInt8]) -> [UInt8]? {
        guard body.count >= smallest, body.count < 1 << 30 else { return nil }
        let packed = [UInt8](unsafeUninitializedCapacity: body.count) { room, count in
            count = body.withUnsafeBufferPointer {
                cachetop_gzip($0.baseAddress, $0.count, room.baseAddress, room.count, level)
            }
        }
        return packed.isEmpty ? nil : packed
    }

    /// Whether a client takes it: `gzip`, `x-gzip` or `*`, with no `q=0`; what names gzip counts more than `*`.
    static func isAccepted(_ headers: HTTPFields) -> Bool {
        var any = false
        for part in headers[values: .acceptEncoding].flatMap({ $0.split(separator: ",") }) {
            let words = part.split(separator: ";").map {
                String($0.filter { !$0.isWhitespace }).lowercased()
            }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap {
                Double($0.dropFirst(2))
            }
            switch words.first {
            case "gzip", "x-gzip": return weight ?? 1 > 0
            case "*": any = weight ?? 1 > 0
            default: break
            }
        }
        return any
    }
}
