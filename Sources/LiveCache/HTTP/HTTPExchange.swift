import AsyncHTTPClient
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix

/// One request and the beginning of its answer, for requests to other servers: the shop's API, the
/// search engine.
///
/// Compressed answers are not asked for: they are a few hundred bytes. Gzip and deflate are read when
/// they come all the same, as some proxies compress whatever is asked.
enum HTTPExchange {
    /// How much of a body is read.
    static let readBytes = 64 * 1024

    static let userAgent = "cachetop/\(CachetopVersion.current)"

    /// Follows no redirect, since its target is not the server that was asked and would get the secret.
    /// Connects once: the caller knows best whether to try again.
    static func client(connectWithin limit: Duration) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(Int64(limit.seconds * 1e9))
        configuration.connectionPool.retryConnectionEstablishment = false
        // Inflates to 25 times the size at most.
        configuration.decompression =
            HTTPClient.Configuration.singletonConfiguration.decompression
        return HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    static func request(_ url: String, _ authorization: String?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "accept-encoding", value: "identity")
        request.headers.add(name: "user-agent", value: userAgent)
        if let authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        return request
    }

    /// The deadline is for all of it: the client's own ends with the head, and a body may trickle for
    /// ever.
    ///
    /// - Returns: at least `readBytes` of the body, or all of a shorter one.
    /// - Throws: `HTTPClientError.deadlineExceeded`, or what went wrong.
    static func answer(
        to request: HTTPClientRequest, within deadline: Duration, _ client: HTTPClient
    ) async throws -> HTTPAnswer {
        try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
            group.addTask {
                let due = NIODeadline.now() + .nanoseconds(Int64(deadline.seconds * 1e9))
                let response = try await client.execute(request, deadline: due)
                return HTTPAnswer(
                    status: Int(response.status.code),
                    body: try await beginning(of: response.body), headers: response.headers)
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
