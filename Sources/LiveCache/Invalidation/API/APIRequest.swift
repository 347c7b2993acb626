import AsyncHTTPClient
import FoundationEssentials
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends one request to the API and says what came of it; only what surely never arrived is "unsent".
struct APIRequest {
    let service: ServiceURL
    let secret: String
    let deadline: Duration
    let client: HTTPClient
    let clock: ServerClock

    func post(_ request: InvalidationPlan.Request) async -> APIAnswer {
        var members = ["secret": secret, "type": request.type]
        if let member = request.member { members[member] = request.value }
        do {
            var post = HTTPExchange.request(service.requested, service.authorization)
            post.method = .POST
            post.headers.add(name: "content-type", value: "application/json")
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            post.body = .bytes(ByteBuffer(bytes: try encoder.encode(members)))
            let answer = try await HTTPExchange.answer(to: post, within: deadline, client)
            return APIAnswer(answer, secrets: [secret] + service.secrets, now: clock.now)
        } catch {
            if error.isTLSFailure, let problem = await service.certificateProblem(deadline / 2) {
                return APIAnswer(
                    .notDone,
                    "TLS with \(service.shown) failed: \(problem). Check the clock of this machine, "
                        + "and renew the certificate on the server.")
            }
            return Self.answer(for: error, service.shown, deadline)
        }
    }

    private static func answer(
        for error: any Error, _ url: String, _ deadline: Duration
    ) -> APIAnswer {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            APIAnswer(.unsent, "Could not connect to \(url) in time. Check REVALIDATE_URL.")
        case let error as HTTPClientError
        where [.deadlineExceeded, .readTimeout, .requestStreamCancelled].contains(error):
            APIAnswer(
                .unknown,
                "\(url) did not answer within \(Int(deadline.seconds)) s, so the outcome is not "
                    + "known. Check the versions and keys, then ask again.")
        case is NIOConnectionError, is SocketAddressError:
            APIAnswer(.unsent, "Could not connect to \(url). Check REVALIDATE_URL.")
        case let error as IOError where [111, 61, 2].contains(error.errnoCode):
            APIAnswer(
                .unsent,
                "Could not connect to \(url): the connection was refused. Check REVALIDATE_URL, and "
                    + "that the API runs.")
        case let error where error.isTLSFailure:
            APIAnswer(.notDone, "TLS with \(url) failed. Check its certificate.")
        default:
            APIAnswer(
                .unknown,
                "The connection to \(url) ended before the answer was complete, so the outcome is "
                    + "not known. Check the versions and keys, then ask again.")
        }
    }
}
