import Glibc
import Synchronization

/// Ports of the loopback address that this run of the tests has for itself.
///
/// A port that the kernel chose and that was closed again may go to the next who asks, another test's server or any
/// client. So these lie below the range from which Linux chooses (32768 on), and none is handed out twice.
package enum TestPorts {
    private static let range = 20_000..<32_000

    /// Two runs at once begin at places of their own; each port is tried before it is handed out.
    private static let next = Mutex(range.lowerBound + Int(getpid()) * 97 % range.count)

    /// A port at which nobody listens, and that no other call of this process returns, unless it takes thousands.
    package static func take() throws -> Int {
        try next.withLock { next in
            for _ in range {
                let port = next
                next = port + 1 < range.upperBound ? port + 1 : range.lowerBound
                if isFree(port) { return port }
            }
            throw RedisServer.Failure(description: "No port from \(range) is free.")
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
