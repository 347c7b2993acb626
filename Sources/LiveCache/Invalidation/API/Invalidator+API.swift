import AsyncHTTPClient
import FoundationEssentials
import Metrics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RedisClient

extension Invalidator {
    /// Asks the API, with Redis as a witness where it can be reached; the record goes to the trail
    /// there, too.
    func carryOutByAPI(
        _ requests: [InvalidationPlan.Request], _ attempt: inout Attempt, _ stop: Flag,
        began: Double
    ) async {
        var witness = APIWitness(self, attempt.planned.scope)
        let connection = try? await RedisConnection.connect(to: endpoint, timeout: .seconds(2))
        if let connection {
            try? await clock.synchronize(connection)
            try? await witness.lookBefore(connection)
        }
        var deed = await send(requests, stop)
        if deed.outcome == .done {
            let testimony: APIWitness.Testimony? =
                if let connection { try? await witness.lookAfter(connection) } else { nil }
            (deed.from, deed.to) = (testimony?.from, testimony?.to)
            if let doubt = testimony?.doubt {
                deed.outcome = .unknown
                deed.message +=
                    " But \(doubt), so it is not known to be done: look at the API's log and its "
                    + "Redis, or use --via redis."
            } else if testimony?.hasSeen == false {
                deed.message += " Redis had nothing by which it could be checked."
            } else if testimony == nil {
                deed.message += " Redis can't be asked whether it is so."
            }
        }
        settle(&attempt, deed, began: began)
        guard let connection else {
            attempt.note("Other dashboards will not see it: Redis can't be reached.")
            return
        }
        await attempt.publish(connection)
        await connection.close()
    }

    /// The requests, one after the other; the first that is not answered with 200 ends it.
    private func send(_ requests: [InvalidationPlan.Request], _ stop: Flag) async -> PurgeResult {
        guard let api else {
            return PurgeResult(.refused, "The URL of the API is not known; set REVALIDATE_URL.")
        }
        if let problem = api.urlProblem { return PurgeResult(.refused, problem) }
        guard let secret = api.secret, !secret.isEmpty else {
            return PurgeResult(.refused, "Nothing was sent: REVALIDATE_SECRET is not set; set it.")
        }
        let client = HTTPExchange.client(connectWithin: api.deadline / 2)
        var answer = APIAnswer(.done, "")
        var done = 0
        for request in requests {
            if stop.isUp { break }
            answer = await post(request, secret: secret, to: api, client)
            if answer.isUnsent {
                // It surely did not arrive, so it may be sent again: once.
                try? await Task.sleep(for: api.retryAfter)
                answer = await post(request, secret: secret, to: api, client)
            }
            if answer.outcome != .done { break }
            done += 1
        }
        try? await client.shutdown()
        if answer.outcome == .done, done < requests.count {
            // A part is done, so it can't be told as nothing.
            let rest = requests.dropFirst(done).compactMap(\.value).joined(separator: ", ")
            var deed = PurgeResult(
                done > 0 ? .unknown : .notDone,
                "Stopped: \(done) of \(requests.count) requests were sent and answered; not sent: "
                    + "\(rest).")
            deed.stoppedEarly = true
            return deed
        }
        if answer.outcome == .done {
            return PurgeResult(.done, "The API answered \(answer.message).")
        }
        let way = answer.outcome == .notDone ? " Or use --via redis." : ""
        let before = done > 0 ? "\(done) of \(requests.count) were done, then: " : ""
        // A part is done, so it can't be told as nothing.
        return PurgeResult(
            done > 0 && answer.outcome == .notDone ? .unknown : answer.outcome,
            before + answer.message + way)
    }

    private func post(
        _ request: InvalidationPlan.Request, secret: String, to api: RevalidateAPI,
        _ client: HTTPClient
    ) async -> APIAnswer {
        var members = ["secret": secret, "type": request.type]
        if let member = request.member { members[member] = request.value }
        do {
            var post = HTTPClientRequest(url: api.url)
            post.method = .POST
            post.headers.add(name: "content-type", value: "application/json")
            post.headers.add(name: "accept", value: "application/json")
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            post.body = .bytes(ByteBuffer(bytes: try encoder.encode(members)))
            let (status, body) = try await HTTPExchange.answer(
                to: post, within: api.deadline, client)
            return APIAnswer(
                status: status, body: Array(body.prefix(HTTPExchange.readBytes)), secret: secret)
        } catch {
            return APIAnswer(error, url: api.shownURL, deadline: api.deadline)
        }
    }
}

extension APIAnswer {
    /// No answer. Only what surely never arrived is "not done".
    fileprivate init(_ error: any Error, url: String, deadline: Duration) {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            self.init(unsent: "\(url) can't be reached: it does not answer.")
        case let error as HTTPClientError
        where [.deadlineExceeded, .readTimeout, .requestStreamCancelled].contains(error):
            self.init(
                .unknown,
                "No answer came from \(url) within \(Int(deadline.seconds)) s; it is not known "
                    + "whether it was done. Look at the versions and keys, then ask again.")
        case is NIOConnectionError, is SocketAddressError:
            self.init(unsent: "\(url) can't be reached: check REVALIDATE_URL.")
        case let error as IOError where [111, 61, 2].contains(error.errnoCode):
            self.init(unsent: "\(url) can't be reached: the connection was refused.")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.notDone, "TLS with \(url) failed: check its certificate.")
        default:
            self.init(
                .unknown,
                "The connection to \(url) ended without an answer; it is not known whether it "
                    + "was done. Look at the versions and keys, then ask again.")
        }
    }
}
