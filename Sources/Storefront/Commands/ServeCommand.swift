import ArgumentParser
import Console
import Foundation
import Glibc
import Logging
import RedisClient

/// `storefront serve`: the shop's API.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the shop's API over HTTP, out of Redis where it can.",
        discussion: """
            GET /api/search/prod?q=&category=&minPrice=&maxPrice=&page=&limit=
            GET /api/product/{id}    GET /api/category/{slug}?page=&limit=
            GET /api/inventory/{id}  GET /api/facets?category=    GET /api/trending
            GET /health  GET /metrics (Prometheus)  POST /api/revalidate

            Every answer says in X-Cache whether it came from Redis (HIT), was loaded and left there \
            (MISS), or came from the catalogue because Redis is away (BYPASS); hits and misses are \
            published in the stream cache:events as well. Cache-Control is the policy's; ETag, \
            If-None-Match and gzip are understood.

            Invalidations want the secret in $REVALIDATE_SECRET, at least 16 characters, \
            6 of them different. $MEILI_HOST, when set, is looked at by /health, which shows it but does \
            not weigh it: this shop searches in its catalogue.

            TERM and ^C end it: what is under way is answered, waiting events are published.

            EXAMPLES
              REVALIDATE_SECRET=$(openssl rand -hex 16) storefront serve
              curl -i http://127.0.0.1:8080/api/product/42
              storefront serve --no-events --log-cache | cachetop --events log:-
            """)

    @OptionGroup(title: "Redis") var redis: RedisOptions
    @OptionGroup(title: "Catalogue") var catalogue: CatalogueOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0: any that is free.")
    var port = 8080
    @Option(
        help: ArgumentHelp(
            "Listen on this socket instead of a port.",
            discussion: """
                A socket on which a program listens is refused; one without a listener is replaced. \
                To replace a running instance, start the new one on PATH.new, rename that to PATH, \
                then stop the old one: no request fails.
                """, valueName: "path"))
    var unixSocket: String?
    @Option(
        help: ArgumentHelp(
            "Connections at once.",
            discussion: """
                When all are in use, one that is idle or whose request does not get finished is \
                closed for a new one. Some more are kept for /health and invalidations.
                """))
    var connections = 900
    @Option(
        help:
            "How many connections one address may have; default: half of --connections. Does not apply with --trust-proxy."
    )
    var clientConnections: Int?
    @Option(help: "Seconds until a connection without a request is closed.")
    var idleTimeout = 60

    @Option(
        help: ArgumentHelp(
            "Requests a second and client, with bursts of twice as many; 0: no limit.",
            discussion: """
                Counted in Redis, so it holds for all instances together. /health is not limited. \
                While Redis is away no one is.
                """))
    var rateLimit = 2000
    @Option(help: "Invalidations a minute and client.")
    var revalidateLimit = 10
    @Flag(help: "Tell clients apart by the last address in X-Forwarded-For: behind a proxy.")
    var trustProxy = false
    @Option(
        help: ArgumentHelp(
            "Origins whose web pages may invalidate, separated by commas; without it "
                + "$ALLOWED_ORIGINS, else none.", valueName: "origins"))
    var allowOrigin: String?

    @Option(help: "Shorten each TTL at random by up to this share of it, 0 to 0.9.")
    var ttlJitter = 0.0
    @Option(help: "Events an entry of the stream; 1: each at once. None waits more than 50 ms.")
    var eventsBatch = 32
    @Option(help: "Tell one of so many requests to the stream, with that weight.")
    var eventsSampling = 1
    @Option(
        help: ArgumentHelp(
            "Entries that the stream keeps, about.",
            discussion: """
                A full one of 32 events takes a kilobyte, and what is written all the time is the \
                last thing that Redis evicts: mind maxmemory.
                """))
    var eventsEntries = EventEntry.standardLength
    @Option(
        name: .customLong("src"),
        help: ArgumentHelp(
            "The name in the events' src; else host:port.", valueName: "name"))
    var source: String?
    @Flag(help: "Publish no events: to measure what publishing costs.")
    var noEvents = false

    @Flag(
        help: ArgumentHelp(
            "Print [CACHE HIT] KEY or [CACHE MISS] KEY for each look-up on standard output.",
            discussion: "For a shop without an event stream: pipe it to 'cachetop --events log:-'.")
    )
    var logCache = false
    @Flag(help: "Log a line a request on standard error.")
    var logRequests = false
    @Flag(help: "End when standard input does: for the program that started this one.")
    var exitWithStdin = false

    func validate() throws {
        func check(_ isGood: Bool, _ option: String, _ range: String) throws {
            if !isGood { throw ValidationError("--\(option) must be \(range).") }
        }
        try check((0...65535).contains(port), "port", "from 0 (any) to 65535")
        try check(!host.isEmpty, "host", "an address or a name of this machine")
        try check(unixSocket != "", "unix-socket", "a path")
        try check((1...100_000).contains(connections), "connections", "from 1 to 100000")
        try check(
            (1...connections).contains(clientConnections ?? 1), "client-connections",
            "from 1 to --connections")
        try check((1...86_400).contains(idleTimeout), "idle-timeout", "from 1 to 86400 seconds")
        try check(
            (0...10_000_000).contains(rateLimit), "rate-limit", "from 0 (none) to 10000000")
        try check(
            (1...100_000).contains(revalidateLimit), "revalidate-limit", "from 1 to 100000")
        try check((0...0.9).contains(ttlJitter), "ttl-jitter", "from 0 to 0.9")
        try check((1...1000).contains(eventsBatch), "events-batch", "from 1 to 1000")
        try check(
            (1...1_000_000).contains(eventsSampling), "events-sampling", "from 1 to 1000000")
        try check(
            (1000...100_000_000).contains(eventsEntries), "events-entries",
            "from 1000 to 100000000")
        try check(source.map { (1...128).contains($0.utf8.count) } ?? true, "src", "1 to 128 bytes")
        _ = try redis.endpoint()
        _ = try serverOptions()
    }

    func run() async throws {
        let stop = StopSignal()
        let sources = stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        if exitWithStdin { stop.stopAtEnd() }
        let catalogue = try await catalogue.open()
        try await serve(catalogue, until: stop, .onStandardError("storefront"))
    }

    private func serve(
        _ catalogue: any ShopCatalogue, until stop: StopSignal, _ logger: Logger
    ) async throws {
        var shopOptions = shopOptions
        shopOptions.logger = logger
        if logCache { shopOptions.cache.onLookUp = Self.lookUpLog() }
        let shop = try Shop(
            redis: redis.endpoint(), origin: catalogue, options: shopOptions,
            onChange: Self.logChange(logger))
        var options = try serverOptions()
        options.onRefusal = {
            logger.warning(
                "Redis refuses writes: \($0.message) Until it takes them, what it refuses is not cached, and rate limits hold for this instance alone."
            )
        }
        if logRequests { options.log = { logger.info("\($0)") } }
        let server = ShopServer(shop: shop, catalogue: catalogue, options: options)
        try await shop.open {
            // Not to begin with answers that are no hits only because there is no connection yet.
            _ = await shop.isConnected(within: .seconds(2))
            try await server.run(until: stop) { url in
                Output.inform("storefront listens on \(url)")
            }
        }
        let lost = shop.publisher.lostEvents
        if lost > 0 { logger.warning("\(lost) events did not reach the stream.") }
    }

    var shopOptions: Shop.Options {
        var options = Shop.Options()
        options.cache.ttlJitter = ttlJitter
        options.events.source = source ?? Self.instanceName(port: unixSocket == nil ? port : 0)
        options.events.batch = eventsBatch
        options.events.sampling = eventsSampling
        options.events.streamLength = eventsEntries
        options.events.published = noEvents ? .nothing : .all
        return options
    }

    func serverOptions(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ShopServer.Options {
        let variables = Variables(environment)
        guard let secret = Secret(variables.secret("REVALIDATE_SECRET") ?? "") else {
            throw ValidationError(
                "REVALIDATE_SECRET must be set to at least \(Secret.minimumLength) characters, "
                    + "\(Secret.minimumVariety) of them different (blanks do not count): it is what invalidations are allowed by. 'openssl rand -hex 16' makes one."
            )
        }
        var options = ShopServer.Options(secret: secret)
        options.address =
            unixSocket.map { .unixSocket(path: $0) } ?? .tcp(host: host, port: port)
        options.allowedOrigins = try Self.origins(
            allowOrigin ?? variables.text("ALLOWED_ORIGINS") ?? "")
        options.revalidateLimit = revalidateLimit
        options.rateLimit = rateLimit
        options.trustsProxy = trustProxy
        options.connections = connections
        options.connectionsPerClient = clientConnections
        options.idleTimeout = .seconds(idleTimeout)
        options.search = try SettingLookup(environment).searchEngine()
        return options
    }

    private static func origins(_ text: String) throws -> Set<WebOrigin> {
        let words = text.split { $0 == "," || $0.isWhitespace }
        return Set(
            try words.map { word in
                if let origin = WebOrigin(String(word)) { return origin }
                throw ValidationError(
                    "'\(word)' is no origin (--allow-origin, ALLOWED_ORIGINS): write scheme and host, "
                        + "and a port if any, as in https://admin.shop.example.")
            })
    }

    /// `host:port`, which distinguishes instances for readers of the events; where the port is
    /// not known beforehand, `host:pid`.
    private static func instanceName(port: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let name =
            gethostname(&buffer, buffer.count - 1) == 0
            ? String(
                decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            : "storefront"
        return "\(name):\(port == 0 ? Int(getpid()) : port)"
    }
}
