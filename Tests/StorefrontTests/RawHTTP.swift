import Foundation
import Glibc
import Testing

/// A connection on which anything can be said to a server: half a request, or one that no client
/// library would send. Its calls block; they run on threads of their own.
final class RawHTTP: Sendable {
    struct Refused: Error {}

    private let descriptor: Int32

    /// - Parameters:
    ///   - url: of a server on 127.0.0.1.
    ///   - own: the address from which it is asked: any of 127.0.0.0/8.
    init(_ url: String, from own: String = "127.0.0.1") throws {
        let port = try #require(URLComponents(string: url)?.port)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let descriptor = descriptor
        func withAddress(_ host: String, _ port: Int, _ body: (UnsafePointer<sockaddr>) -> Int32)
            -> Int32
        {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr(host)
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
            }
        }
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withAddress(own, 0) { bind(descriptor, $0, size) }
        let result = withAddress("127.0.0.1", port) { connect(descriptor, $0, size) }
        // The end of this object closes it, that of a failed one, too.
        guard result == 0 else { throw Refused() }
    }

    /// - Parameter path: of a server's unix socket.
    init(socket path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // The end of this object closes it, that of a failed one, too.
        guard result == 0 else { throw Refused() }
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// All that comes until the server ends the connection; then this side does as well.
    func readToEnd() async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                var all: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4096)
                while true {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    all += buffer.prefix(count)
                }
                shutdown(descriptor, Int32(SHUT_RDWR))
                continuation.resume(returning: String(decoding: all, as: UTF8.self))
            }
        }
    }

    /// Asks for a path as it stands.
    static func get(_ path: String, of url: String) async throws -> HTTPAnswer {
        try await RawHTTP(url).get(path)
    }

    /// Asks for a path as it stands, and reads until the server ends the connection.
    func get(_ path: String) async throws -> HTTPAnswer {
        write("GET \(path) HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
        return try Self.answer(in: await readToEnd())
    }

    static func answer(in text: String) throws -> HTTPAnswer {
        let parts = text.components(separatedBy: "\r\n\r\n")
        let lines = parts[0].components(separatedBy: "\r\n")
        let status = try #require(
            lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let headers = lines.dropFirst().map { line in
            let end = line.firstIndex(of: ":") ?? line.endIndex
            return (
                line[..<end].lowercased(),
                line[end...].dropFirst().trimmingCharacters(in: .whitespaces)
            )
        }
        return HTTPAnswer(
            status: status, headers: Dictionary(headers, uniquingKeysWith: { $1 }),
            body: parts.dropFirst().joined())
    }
}
