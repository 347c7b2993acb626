import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// One request and the beginning of its answer, for those who ask other servers: the shop's API, the
/// search engine.
enum HTTPExchange {
    /// How much of a body is read: nobody reads more of an error.
    static let readBytes = 4096

    /// Follows no redirect (whom it names is not who was asked, and would get the secret), and connects
    /// once: who asks knows best whether to ask again.
    static func client(connectWithin limit: Duration) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(Int64(limit.seconds * 1e9))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    /// The deadline is for all of it: the client's own ends with the head, and a body may trickle for
    /// ever.
    ///
    /// - Returns: the status, and at least `readBytes` of the body, or all of a shorter one.
    /// - Throws: `HTTPClientError.deadlineExceeded`, or what went wrong.
    static func answer(
        to request: HTTPClientRequest, within deadline: Duration, _ client: HTTPClient
    ) async throws -> (status: Int, body: [UInt8]) {
        try await withThrowingTaskGroup(of: (status: Int, body: [UInt8])?.self) { group in
            group.addTask {
                let due = NIODeadline.now() + .nanoseconds(Int64(deadline.seconds * 1e9))
                let response = try await client.execute(request, deadline: due)
                return (Int(response.status.code), try await beginning(of: response.body))
            }
            group.addTask {
                try await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw HTTPClientError.deadlineExceeded
            }
            return answer
        }
    }

    private static func beginning(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in body {
            bytes += part.readableBytesView
            if bytes.count >= readBytes { break }
        }
        return bytes
    }
}
