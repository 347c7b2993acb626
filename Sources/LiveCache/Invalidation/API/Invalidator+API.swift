import AsyncHTTPClient
import Invalidation
import Metrics
import RedisClient

extension Invalidator {
    /// Asks the API, with Redis as a witness where it can be reached.
    func carryOutByAPI(
        _ requests: [InvalidationPlan.Request], _ attempt: inout Attempt, _ stop: Flag,
        _ watch: Stopwatch
    ) async {
        var connection = try? await RedisConnection.connect(
            to: endpoint, timeout: .seconds(2), logger: logger)
        if let open = connection { connection = try? await announce(&attempt, on: open) }
        var witness = APIWitness(attempt.planned.scope, grammar, own: own)
        if let connection {
            try? await clock.synchronize(connection)
            try? await witness.readBefore(connection)
        }
        let redis = connection
        let outcome = await send(requests, stop) {
            await attempt.noteAnswer(after: watch.seconds, on: redis)
        }
        let testimony: APITestimony? =
            if let connection { try? await witness.readAfter(connection) } else { nil }
        outcome.result(testimony).conclude(&attempt.record)
        settle(&attempt, watch)
        guard let connection else {
            attempt.note("Other dashboards will not see it: Redis can't be reached.")
            return
        }
        await attempt.publish(connection)
        await connection.close()
    }

    /// The requests, one after the other; the first that fails ends it.
    private func send(
        _ requests: [InvalidationPlan.Request], _ stop: Flag, _ answered: () async -> Void
    ) async -> APIOutcome {
        guard let api else {
            return APIOutcome(refused: "The URL of the API is not known; set REVALIDATE_URL.")
        }
        guard let service = api.service, api.urlProblem == nil else {
            return APIOutcome(refused: api.urlProblem ?? RevalidateAPI.noURL)
        }
        guard let secret = api.secret, !secret.isEmpty else {
            return APIOutcome(refused: "Not sent: REVALIDATE_SECRET is not set. Set it.")
        }
        let client = HTTPExchange.client(connectWithin: api.deadline / 2)
        let sender = APIRequest(
            service: service, secret: secret, deadline: api.deadline, client: client, clock: clock)
        var outcome = APIOutcome(requests)
        for request in requests {
            if stop.isUp {
                outcome.isStopped = true
                break
            }
            var answer = await sender.post(request)
            if answer.verdict == .unsent {
                // It surely did not arrive, so it may be sent again: once.
                try? await Task.sleep(for: api.retryAfter)
                answer = await sender.post(request)
            }
            if !outcome.take(answer) { break }
            await answered()
        }
        try? await client.shutdown()
        return outcome
    }
}
