import AsyncHTTPClient
import Console
import Foundation
import Metrics
import NIOCore
import NIOHTTP1
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import Storefront

/// A catalogue that answers as told, and remembers what it was told.
final class ScriptedCatalogue: ShopCatalogue {
    let origin: ScriptedOrigin
    private let check: @Sendable () async throws(OriginError) -> Void
    private let added = Mutex<[[String: Int]]>([])

    init(
        _ origin: ScriptedOrigin = ScriptedOrigin(),
        check: @escaping @Sendable () async throws(OriginError) -> Void = {}
    ) {
        self.origin = origin
        self.check = check
    }

    var loaded: [ShopRequest] { origin.loaded }
    var views: [String: Int] {
        added.withLock { $0.reduce(into: [:]) { $0.merge($1) { $0 + $1 } } }
    }

    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        try await origin.load(request)
    }

    func check() async throws(OriginError) { try await check() }
    func add(views: [String: Int]) { added.withLock { $0.append(views) } }
}

/// A catalogue that answers nothing until its end, whoever is cancelled.
final class HangingCatalogue: ShopCatalogue {
    private let checks = Mutex(0)
    private let wait: Task<Void, Never>
    private let ending: AsyncStream<Void>.Continuation

    init() {
        let (stream, ending) = AsyncStream.makeStream(of: Void.self)
        self.ending = ending
        wait = Task { for await _ in stream {} }
    }

    /// How often it was asked whether it is there.
    var checked: Int { checks.withLock { $0 } }
    func end() { ending.finish() }

    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        await wait.value
        throw .notFound
    }

    func check() async throws(OriginError) {
        checks.withLock { $0 += 1 }
        await wait.value
    }

    func add(views: [String: Int]) {}
}

/// An answer over HTTP. Names of headers in lower case.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: String

    var cache: String? { headers["x-cache"] }

    /// The members of a JSON object; empty: it is none.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
    }
}

/// Waits until it is so.
func eventually(
    within limit: Duration = .seconds(60), sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: @Sendable () async throws -> Bool
) async throws {
    let due = ContinuousClock.now + limit
    while try await !isSo() {
        try #require(.now < due, sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// A shop that listens on a port of its own, and a look into its Redis.
struct ServerFixture: Sendable {
    static let secret = "a secret of some length"

    struct NotListening: Error {}

    let url: String
    let stop: StopSignal
    let shop: Shop
    let server: RedisServer
    let redis: RedisConnection

    static func with<Result: Sendable>(
        _ catalogue: any ShopCatalogue = ScriptedCatalogue(), policy: CachePolicy = .standard,
        options: Shop.Options = .init(),
        change: @escaping @Sendable (inout ShopServer.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (ServerFixture) async throws -> Result
    ) async throws -> Result {
        try await withRedis { server in
            try await with(
                catalogue, on: server, policy: policy, options: options, change: change, body)
        }
    }

    static func with<Result: Sendable>(
        _ catalogue: any ShopCatalogue, on redisServer: RedisServer,
        policy: CachePolicy = .standard, options: Shop.Options = .init(),
        change: @escaping @Sendable (inout ShopServer.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (ServerFixture) async throws -> Result
    ) async throws -> Result {
        let shop = try Shop(
            redis: redisServer.endpoint, origin: catalogue, policy: policy, options: options)
        var serverOptions = ShopServer.Options(secret: try #require(Secret(secret)))
        serverOptions.address = .tcp(host: "127.0.0.1", port: 0)
        change(&serverOptions)
        let server = ShopServer(shop: shop, catalogue: catalogue, options: serverOptions)
        let redis = try await RedisConnection.connect(to: redisServer.endpoint)
        let stop = StopSignal()
        let (urls, found) = AsyncStream.makeStream(of: String.self)
        let result = try await shop.open {
            _ = await shop.isConnected(within: .seconds(60))
            return try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask {
                    defer { found.finish() }
                    try await server.run(until: stop) { found.yield($0) }
                    return nil
                }
                group.addTask {
                    defer { stop.stop() }
                    for await url in urls {
                        return try await body(
                            ServerFixture(
                                url: url, stop: stop, shop: shop, server: redisServer, redis: redis)
                        )
                    }
                    throw NotListening()
                }
                var result: Result?
                for try await value in group { result = value ?? result }
                return try #require(result)
            }
        }
        await redis.close()
        return result
    }

    // MARK: Asking

    @discardableResult
    func get(_ path: String, headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await Self.send(.GET, url + path, headers: headers)
    }

    func post(
        _ body: String, to path: String = "/api/revalidate", headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await Self.send(.POST, url + path, headers: headers, body: body)
    }

    /// With the secret.
    func revalidate(_ members: [String: String]) async throws -> HTTPAnswer {
        let all = members.merging(["secret": Self.secret]) { $1 }
        let body = try JSONEncoder().encode(all)
        return try await post(String(decoding: body, as: UTF8.self))
    }

    static func send(
        _ method: HTTPMethod, _ url: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let text = try await response.body.collect(upTo: 1 << 20)
        return HTTPAnswer(
            status: Int(response.status.code),
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) },
                uniquingKeysWith: { "\($0), \($1)" }),
            body: String(buffer: text))
    }

    // MARK: What is in Redis

    func send(_ words: String...) async throws -> RedisReply {
        try await redis.send(RedisCommand(arguments: words.map { Array($0.utf8) }))
    }

    /// All keys but the stream, the limits and the indexes of lists.
    func keys() async throws -> Set<String> {
        await shop.publisher.finish()
        let keys = try await send("KEYS", "*").elements ?? []
        return Set(keys.compactMap(\.text))
            .filter {
                $0 != "cache:events" && !$0.contains("ratelimit:") && !$0.contains("lists:")
            }
    }

    /// All fields of all entries of the stream, in order, as text.
    func events() async throws -> [[String]] {
        await shop.publisher.finish()
        let entries = try await send("XRANGE", "cache:events", "-", "+").elements ?? []
        return entries.map { ($0.elements?.last?.elements ?? []).compactMap(\.text) }
    }
}
