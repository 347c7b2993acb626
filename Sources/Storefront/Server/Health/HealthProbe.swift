import AsyncHTTPClient
import Foundation
import Hummingbird
import Metrics
import NIOCore
import NIOHTTP1
import RedisClient

/// Looks whether the parts of the shop answer, all at once, each for at most a second.
///
/// A report is good for a second: who asks more often gets the same one, so that a health check that
/// runs wild is no load. A part that hangs is asked again only when it has come back to say so.
actor HealthProbe {
    private static let patience = Duration.seconds(1)
    private static let lifetime = Duration.milliseconds(900)

    private let link: RedisLink
    private let catalogue: any ShopCatalogue
    /// nil: there is none.
    private let search: MeiliHost?
    private let refusals: WriteRefusals
    private var last: (report: HealthReport, at: ContinuousClock.Instant)?
    private let reports = SingleFlight<Int, HealthReport>()
    private let checks = SingleFlight<Int, HealthReport.Part>()

    init(link: RedisLink, catalogue: any ShopCatalogue, search: MeiliHost?, refusals: WriteRefusals)
    {
        self.link = link
        self.catalogue = catalogue
        self.search = search
        self.refusals = refusals
    }

    func response() async -> Response {
        let report = await report()
        return JSONResponse.uncached(report.code, report)
    }

    func report() async -> HealthReport {
        if let last, .now < last.at + Self.lifetime { return last.report }
        let (report, began) = await reports.value(for: 0) { [self] flight in
            defer { reports.land(0, flight) }
            async let redis = askRedis()
            async let catalogue = askCatalogue()
            async let search = askSearch()
            return await HealthReport(redis: redis, catalogue: catalogue, search: search)
        }
        if began { last = (report, .now) }
        return report
    }

    /// For metrics: nil where the catalogue does not say it within a second.
    nonisolated func backlog() async -> ListenerBacklog? {
        await first(within: Self.patience) { [catalogue] in await catalogue.backlog() } ?? nil
    }

    private nonisolated func askRedis() async -> HealthReport.Part {
        guard let connection = link.current else { return .down("Redis can't be reached.") }
        var part = await Self.timed {
            do throws(RedisError) {
                _ = try await connection.send(RedisCommand("PING"), deadline: Self.patience)
                return nil
            } catch {
                guard let refusal = error.serverError else { return "Redis does not answer." }
                return "Redis refuses: \(refusal.code)."
            }
        }
        if part.status == .ok, let code = refusals.code {
            part.status = .degraded
            part.error = "Redis refuses writes: \(code)."
        }
        return part
    }

    private nonisolated func askCatalogue() async -> HealthReport.Part {
        let part = await first(within: Self.patience) { [checks, catalogue] in
            await checks.value(for: 0) { flight in
                defer { checks.land(0, flight) }
                return await Self.timed {
                    do throws(OriginError) {
                        try await catalogue.check()
                        return nil
                    } catch {
                        return "The catalogue can't be read."
                    }
                }
            }.value
        }
        return part ?? .down("The catalogue does not answer.")
    }

    private nonisolated func askSearch() async -> HealthReport.Part? {
        guard let search else { return nil }
        var request = HTTPClientRequest(url: search.healthURL)
        if let authorization = search.authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        let get = request
        let part = await first(within: Self.patience) {
            await Self.timed {
                do {
                    let response = try await Self.client.execute(get, timeout: .seconds(1))
                    let body = try await response.body.collect(upTo: 4096)
                    let answer = try? JSONDecoder().decode(
                        Meilisearch.self, from: Data(body.readableBytesView))
                    return answer?.status == "available" ? nil : "Meilisearch is not available."
                } catch {
                    return error as? HTTPClientError == .deadlineExceeded
                        ? "Meilisearch does not answer." : "Meilisearch can't be reached."
                }
            }
        }
        return part ?? .down("Meilisearch does not answer.")
    }

    /// The shared one would try to connect again and again until the time is over.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private struct Meilisearch: Decodable { var status: String }

    /// - Parameter check: what is wrong; nil: nothing is.
    private static func timed(
        _ check: @Sendable () async -> String?
    ) async -> HealthReport.Part {
        let start = ContinuousClock.now
        if let problem = await check() { return .down(problem) }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        return HealthReport.Part(
            status: .ok, latencyMs: (milliseconds * 100).rounded() / 100, error: nil)
    }
}

extension HealthReport.Part {
    fileprivate static func down(_ error: String) -> Self {
        Self(status: .down, latencyMs: nil, error: error)
    }
}
