import HTTPTypes
import Hummingbird
import Metrics
import NIOCore

/// `POST /api/revalidate`: who may invalidate, how often, and what came of it.
///
/// In this order: how often (so that guesses at the secret are counted), from which web page, how
/// large, the secret, and only then what is asked for.
struct RevalidateEndpoint: Sendable {
    static let bodyLimit = 16 * 1024
    /// What is read of a body that is too large, so that its sender hears the answer.
    static let patience = 1024 * 1024

    let secret: Secret
    /// Whose pages may ask.
    let crossOrigin: CrossOrigin
    let bucket: TokenBucket
    let revalidation: Revalidation
    /// For the whole body to arrive.
    var bodyDeadline = Duration.seconds(5)

    func response(to request: Request, client: String) async throws(Refusal) -> Response {
        try await limit(client)
        guard crossOrigin.permits(request) else { throw .foreignOrigin }
        let message = try RevalidationRequest(await body(of: request))
        guard let guess = message.secret, secret.matches(guess) else {
            throw Refusal(.unauthorized, "The secret is missing or wrong.")
        }
        let scope = try message.scope()
        let done = try await revalidation.carryOut(scope)
        return JSONResponse.uncached(
            .ok,
            Answer(
                revalidated: true, type: scope.kind.rawValue, keysRemoved: done.removed,
                counters: Dictionary(
                    done.counters.map { (KeyText.text($0.key), $0.to) },
                    uniquingKeysWith: { _, last in last })))
    }

    private struct Answer: Encodable {
        var revalidated: Bool
        var type: String
        var keysRemoved: UInt64
        var counters: [String: Int64]
    }

    private func limit(_ client: String) async throws(Refusal) {
        guard let grant = try? await bucket.take(1, of: client) else {
            throw Refusal(.serviceUnavailable, RevalidationFailure.unreachable, retryAfter: 1)
        }
        if grant.tokens == 0 { throw .tooMany(retryAfter: grant.retryAfter) }
    }

    private func body(of request: Request) async throws(Refusal) -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= Self.patience else { throw .tooLarge(closes: true) }
        let body = request.body
        let read = await withTaskGroup(of: Result<[UInt8], Refusal>.self) { group in
            group.addTask { await Self.read(body) }
            group.addTask { [bodyDeadline] in
                try? await Task.sleep(for: bodyDeadline)
                return .failure(.tooSlow)
            }
            let first = await group.next() ?? .failure(.tooSlow)
            group.cancelAll()
            return first
        }
        return try read.get()
    }

    private static func read(_ body: RequestBody) async -> Result<[UInt8], Refusal> {
        var bytes: [UInt8] = []
        var count = 0
        do {
            for try await part in body {
                count += part.readableBytes
                if count <= bodyLimit { bytes += part.readableBytesView }
                if count > patience { return .failure(.tooLarge(closes: true)) }
            }
        } catch {
            return .failure(.tooSlow)
        }
        return count > bodyLimit ? .failure(.tooLarge(closes: false)) : .success(bytes)
    }
}

extension Refusal {
    fileprivate static func tooLarge(closes: Bool) -> Refusal {
        var refusal = Refusal(.contentTooLarge, "The body is larger than 16 KiB.")
        refusal.closes = closes
        return refusal
    }

    fileprivate static var tooSlow: Refusal {
        var refusal = Refusal(.requestTimeout, "The body did not arrive in time.")
        refusal.closes = true
        return refusal
    }
}
