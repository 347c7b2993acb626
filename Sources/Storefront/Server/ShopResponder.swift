import HTTPTypes
import Hummingbird
import NIOCore

/// From a request to its answer: who asks, may they, what do they ask for, and what the cache says.
///
/// All headers of a success are made beforehand, a set for each resource and status: a hit costs no
/// formatting.
struct ShopResponder: HTTPResponder {
    /// What Hummingbird hands over beside the request.
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let shop: Shop
    let clients: ClientNames
    let connections: ConnectionTable
    /// nil: shoppers may ask as often as they like.
    let limiter: LeasedLimiter?
    let revalidation: RevalidateEndpoint
    let health: HealthProbe
    let views: ViewCounter
    let crossOrigin: CrossOrigin
    /// Takes a line a request; nil: there is no log.
    let log: (@Sendable (String) -> Void)?
    private let headers: [ShopResource: [CacheStatus: HTTPFields]]

    init(
        shop: Shop, clients: ClientNames, connections: ConnectionTable, limiter: LeasedLimiter?,
        revalidation: RevalidateEndpoint, health: HealthProbe, views: ViewCounter,
        crossOrigin: CrossOrigin, log: (@Sendable (String) -> Void)?
    ) {
        self.shop = shop
        self.clients = clients
        self.connections = connections
        self.limiter = limiter
        self.revalidation = revalidation
        self.health = health
        self.views = views
        self.crossOrigin = crossOrigin
        self.log = log
        headers = Self.headers(shop.keys)
    }

    func respond(to request: Request, context: Context) async -> Response {
        let start = ContinuousClock.now
        let response = await answer(request, context)
        let cache = HTTPField.Name("X-Cache").flatMap { response.headers[$0] }
        let isGood = response.status.kind == .successful || response.status == .notModified
        shop.metrics.answered(
            Route.name(path: request.uri.path),
            isGood ? cache?.lowercased() ?? "ok" : "\(response.status.code)", in: .now - start)
        guard let log else { return response }
        log(RequestLog.line(request, response, took: .now - start))
        return response
    }

    private func answer(_ request: Request, _ context: Context) async -> Response {
        var response: Response
        do throws(Refusal) {
            response = try await succeed(request, context)
        } catch {
            response = error.response(on: context.channel)
        }
        crossOrigin.mark(&response, to: request, Route.audience(path: request.uri.path))
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func succeed(
        _ request: Request, _ context: Context
    ) async throws(Refusal) -> Response {
        let route: Result<Route, Refusal>
        do throws(Refusal) {
            route = .success(
                try Route(
                    method: request.method, path: request.uri.path, query: request.uri.query))
        } catch {
            route = .failure(error)
        }
        switch route {
        case .success(.health): return await health.response()
        case .success(.metrics): return await metrics()
        case .success(.preflight(let kind)): return try crossOrigin.preflight(request, kind)
        case .success(.revalidate):
            return try await revalidation.response(
                to: request, client: clients.name(request, context.channel))
        case .success, .failure: break
        }
        if connections.isReserve(context.channel) { throw .noConnection }
        let client = clients.name(request, context.channel)
        if let limiter { try await limiter.admit(client) }
        let question = try Self.question(route, request)
        return await LoadGate.$client.withValue(client) {
            await serve(question, request)
        }
    }

    private func serve(_ question: ShopRequest, _ request: Request) async -> Response {
        let answer = await shop.cache.answer(question)
        switch answer.body {
        case .success(let bytes):
            if request.method == .get, case .product(let id) = question { views.count(id) }
            return Representation.response(
                bytes, headers: headers[question.resource]?[answer.cache] ?? HTTPFields(),
                to: request)
        case .failure(let error):
            return Refusal(error).response(cache: answer.cache)
        }
    }

    private func metrics() async -> Response {
        let gauges = ShopMetrics.Gauges(
            redisUp: shop.link.current != nil, connections: connections.count,
            lostEvents: shop.publisher.lostEvents, backlog: await health.backlog())
        return Response(
            status: .ok,
            headers: [.contentType: MetricsText.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: shop.metrics.text(gauges))))
    }

    /// A question is all in its first line. To read a body that is not needed would hold the connection
    /// for as long as somebody likes to send one. What is wrong with the line is said first.
    private static func question(
        _ route: Result<Route, Refusal>, _ request: Request
    ) throws(Refusal) -> ShopRequest {
        let length = request.headers[.contentLength]
        let hasBody =
            length.map { $0 != "0" } ?? request.headers.contains(.transferEncoding)
        do throws(Refusal) {
            guard case .shop(let question) = try route.get() else { throw .notThere }
            if hasBody { throw Refusal(.badRequest, "This path takes no body.") }
            return question
        } catch {
            var refusal = error
            refusal.closes = hasBody
            throw refusal
        }
    }

    private static func headers(_ keys: KeyBuilder) -> [ShopResource: [CacheStatus: HTTPFields]] {
        var table: [ShopResource: [CacheStatus: HTTPFields]] = [:]
        for resource in ShopResource.allCases {
            for status in CacheStatus.allCases {
                var fields: HTTPFields = [
                    .contentType: JSONResponse.contentType,
                    .cacheControl: keys.cacheControl(resource),
                ]
                fields.set("X-Cache", status.rawValue)
                table[resource, default: [:]][status] = fields
            }
        }
        return table
    }
}
