import AsyncHTTPClient
import Console
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks a shop over real connections, which are kept and used again.
///
/// HTTP/1.1 only, so that requests under way are connections. Redirects are not followed, bodies are
/// read and dropped. Nothing is asked twice: what fails is the caller's to count.
struct ShopClient: Sendable {
    /// For connecting and the head of the answer, and again for each pause within the body.
    static let patience = Duration.seconds(10)
    /// Of a longer body no more is read, and its connection is given up.
    static let longestBody = 16 << 20

    let target: ShopTarget
    private let client: HTTPClient

    /// A client for as long as `body` runs, with up to `connections` at once.
    static func with<Result: Sendable>(
        _ target: ShopTarget, connections: Int,
        _ body: @Sendable (ShopClient) async throws -> Result
    ) async rethrows -> Result {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(patience)
        configuration.timeout.read = TimeAmount(patience)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.retryConnectionEstablishment = false
        // Below the 5 s after which Node's server closes: a request is not sent into that.
        configuration.connectionPool.idleTimeout = .seconds(4)
        let client = HTTPClient(configuration: configuration)
        do {
            let result = try await body(ShopClient(target: target, client: client))
            try? await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// - Parameter path: percent-encoded, begins with a slash.
    func get(
        _ path: String, patience: Duration = Self.patience
    ) async throws(NoAnswer) -> ShopAnswer {
        do {
            let due = NIODeadline.now() + TimeAmount(patience)
            let response = try await client.execute(
                HTTPClientRequest(url: target.url(path)), deadline: due)
            var bytes = 0
            for try await part in response.body {
                bytes += part.readableBytes
                if bytes > Self.longestBody { break }
            }
            return ShopAnswer(status: Int(response.status.code), headers: response.headers)
        } catch {
            throw NoAnswer(error)
        }
    }

    /// Waits until something answers, whatever it says.
    /// - Throws: a sentence, when nothing has after `seconds`.
    func waitUntilThere(seconds: Double, stop: StopSignal) async throws(Ending) {
        let due = ContinuousClock.now + .seconds(seconds)
        while !stop.isStopped {
            do throws(NoAnswer) {
                let left = max(due - .now, .seconds(2))
                _ = try await get("/health", patience: min(left, Self.patience))
                return
            } catch {
                guard .now < due else {
                    throw Ending(
                        .failed,
                        "No shop answers at \(target.origin): \(error.rawValue). Start it with"
                            + " 'storefront serve', or give its URL.")
                }
                await stop.sleep(for: .milliseconds(100))
            }
        }
    }
}

extension NoAnswer {
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            let first = error.connectionErrors.first?.error
            self = first.map { NoAnswer($0) } ?? .unreachable
        case let error as HTTPClientError
        where [
            .deadlineExceeded, .readTimeout, .connectTimeout, .getConnectionFromPoolTimeout,
        ].contains(error):
            self = .timedOut
        case let error as HTTPClientError where error == .tlsHandshakeTimeout: self = .tls
        case is HTTPClientError: self = .lost
        case let error as IOError:
            switch error.errnoCode {
            case ECONNREFUSED, ENOENT: self = .refused
            case ENETUNREACH, EHOSTUNREACH: self = .unreachable
            default: self = .lost
            }
        case is HTTPParserError: self = .malformed
        case is ChannelError: self = .lost
        // NIOSSL's errors are recognised by their names: nothing else of it is needed here.
        default: self = "\(String(reflecting: type(of: error)))".contains("SSL") ? .tls : .lost
        }
    }
}
