import AsyncHTTPClient
import FoundationEssentials
import Glibc
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks the search engine for its health, over one connection that is kept.
///
/// Only a 200 with Meilisearch's own `{"status":"available"}` is well: a page of a proxy in
/// between is not. A redirect is not followed: its target is not the server that was asked.
struct SearchProbe: Sendable {
    static let every = Duration.seconds(5)

    let host: MeiliHost
    var deadline = Duration.seconds(2)

    /// Asks now and every five seconds until the task is cancelled.
    func run(_ send: @Sendable (SearchHealth) -> Void) async {
        await withClient { client in
            while true {
                let health = await ask(client)
                if Task.isCancelled { return }
                send(health)
                try? await Task.sleep(for: Self.every)
            }
        }
    }

    func once() async -> SearchHealth { await withClient(ask) }

    private func withClient<Result>(_ body: (HTTPClient) async -> Result) async -> Result {
        let client = HTTPExchange.client(connectWithin: deadline)
        let result = await body(client)
        try? await client.shutdown()
        return result
    }

    private var silence: SearchHealth {
        .down("no answer within \(Format.duration(deadline.seconds))")
    }

    private func ask(_ client: HTTPClient) async -> SearchHealth {
        let get = HTTPExchange.request(host.healthURL, host.authorization)
        let asked = ServerClock.monotonicSeconds()
        do {
            let answer = try await HTTPExchange.answer(to: get, within: deadline, client)
            return verdict(answer, seconds: ServerClock.monotonicSeconds() - asked)
        } catch {
            if error.isTLSFailure, let service = ServiceURL(host.healthURL),
                let problem = await service.certificateProblem(deadline)
            {
                return .down(problem)
            }
            return Self.verdict(error) ?? silence
        }
    }

    private struct Health: Decodable { var status: String }

    private func verdict(_ answer: HTTPAnswer, seconds: Double) -> SearchHealth {
        let status = answer.status
        guard status == 200 else {
            return .down((300..<400).contains(status) ? "redirected (\(status))" : "HTTP \(status)")
        }
        guard let health = try? JSONDecoder().decode(Health.self, from: Data(answer.body)) else {
            return .down("not Meilisearch's answer")
        }
        guard health.status == "available" else {
            // It may repeat the password that it was asked with.
            let word = SecretGuard(host.secrets).harmless(health.status, length: 40)
            return .down(word.map { "it says \"\($0)\"" } ?? "it says that it is not available")
        }
        return .available(seconds: seconds)
    }

    /// nil: the time was over.
    private static func verdict(_ error: any Error) -> SearchHealth? {
        switch error {
        case let error as HTTPClientError
        where [.deadlineExceeded, .connectTimeout, .cancelled].contains(error):
            return nil
        case is CancellationError: return nil
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            return .down("no such host")
        case let error as NIOConnectionError:
            let isRefused = error.connectionErrors.contains { isRefusal($0.error) }
            return .down(isRefused ? "connection refused" : "can't be reached")
        case let error where isRefusal(error): return .down("connection refused")
        case let error where error.isTLSFailure: return .down("TLS failed")
        case is HTTPParserError: return .down("not HTTP")
        default: return .down("the connection ended")
        }
    }

    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == ECONNREFUSED
    }
}
