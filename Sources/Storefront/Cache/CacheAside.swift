import Metrics
import RedisClient

/// The shop's caching layer: look into Redis, else load from the catalogue and leave a copy.
///
/// Counter, GET, then (on a miss) load, answer, and behind the answer SET and the events in one
/// pipeline. A request that joins another's load is a miss as well. Whatever Redis does, the shopper
/// is answered from the catalogue: BYPASS, for which no event is published.
final class CacheAside: Sendable {
    struct Options: Sendable {
        /// A TTL is shortened by up to this share of it, at random, so that copies made together do
        /// not die together. Never lengthened: the policy's TTL is a promise.
        var ttlJitter = 0.0
        /// For a load with its SET. The second removal after a change relies on it.
        var loadDeadline = Duration.seconds(2)
        /// Called for each request that asked Redis, whether it was a hit; nil: it is not logged.
        var onLookUp: (@Sendable (_ isHit: Bool, _ key: [UInt8]) -> Void)?
        /// Told how each load ended, and of each request for which Redis failed.
        var onLoad: @Sendable (ShopRequest, OriginError?) -> Void = { _, _ in }
        var onRedisFailure: @Sendable () -> Void = {}
        /// Told once for each loaded body, behind the answer: whether its copy is in Redis now.
        var onCopy: (@Sendable (ShopRequest, _ isKept: Bool) -> Void)?
    }

    /// Left for the SET: a load that ends later leaves no copy.
    private static let setReserve = Duration.milliseconds(100)

    private let keys: KeyBuilder
    private let link: RedisLink
    private let origin: any Origin
    private let publisher: EventPublisher
    private let work: PendingWork
    private let options: Options
    private typealias Flights = SingleFlight<[UInt8], Result<[UInt8], OriginError>>

    private let flights = Flights()
    private let bypasses = Flights()

    init(
        keys: KeyBuilder, link: RedisLink, origin: any Origin, publisher: EventPublisher,
        work: PendingWork, options: Options = Options()
    ) {
        self.keys = keys
        self.link = link
        self.origin = origin
        self.publisher = publisher
        self.work = work
        self.options = options
    }

    func answer(_ request: ShopRequest) async -> ShopResponse {
        guard let connection = link.current else { return await bypass(request) }
        let key: [UInt8]
        let copy: RedisReply
        do {
            guard let generation = try await generation(request.resource, connection) else {
                return await bypass(request)
            }
            key = keys.key(for: request, generation: generation)
            copy = try await connection.send(
                RedisCommand("GET", key: key), deadline: link.deadline)
        } catch {
            options.onRedisFailure()
            return await bypass(request)
        }
        options.onLookUp?(copy.bytes != nil, key)
        if let body = copy.bytes {
            publisher.publish(.hit, key)
            return ShopResponse(
                cache: .hit, body: body == AbsentCopy.bytes ? .failure(.notFound) : .success(body))
        }
        return await miss(request, key)
    }

    /// Before these keys are removed: what is being loaded for them may be old already. It still
    /// answers those who wait for it, but no request joins them any more, and it leaves no copy.
    func forgetLoads(where isMeant: ([UInt8]) -> Bool) { flights.forget(where: isMeant) }

    /// The counter's value. Reading never creates it; missing, it means 1. nil when it is no number:
    /// it is not known then which copies are alive.
    private func generation(
        _ resource: ShopResource, _ connection: RedisConnection
    ) async throws(RedisError) -> Int64? {
        guard let counter = keys.counter(resource) else { return 1 }
        let reply = try await connection.send(
            RedisCommand("GET", key: counter), deadline: link.deadline)
        return reply.isNull ? 1 : reply.integerValue
    }

    private func bypass(_ request: ShopRequest) async -> ShopResponse {
        // By the key's bytes: two texts that Unicode calls equal may be two different slugs.
        let key = keys.key(for: request)
        let (body, _) = await bypasses.value(for: key) { [self] flight in
            defer { bypasses.land(key, flight) }
            return await load(request)
        }
        return ShopResponse(cache: .bypass, body: body)
    }

    private func miss(_ request: ShopRequest, _ key: [UInt8]) async -> ShopResponse {
        let (body, began) = await flights.value(for: key) { [self] flight in
            let due = ContinuousClock.now + options.loadDeadline
            let body = await load(request)
            guard let bytes = Self.copy(of: body, request) else {
                flights.land(key, flight)
                publisher.publish(.miss, key)
                return body
            }
            let begins = work.start { [self] in
                let isKept = await fill(request, key, bytes, due: due, flight)
                flights.land(key, flight)
                if bytes != AbsentCopy.bytes { options.onCopy?(request, isKept) }
            }
            if !begins {
                flights.land(key, flight)
                if bytes != AbsentCopy.bytes { options.onCopy?(request, false) }
                publisher.publish(.miss, key)
            }
            return body
        }
        // The request that began it is published with the fill.
        if !began { publisher.publish(.miss, key) }
        return ShopResponse(cache: .miss, body: body)
    }

    /// nil: nothing of it is kept.
    private static func copy(
        of body: Result<[UInt8], OriginError>, _ request: ShopRequest
    ) -> [UInt8]? {
        switch body {
        case .success(let bytes): bytes
        case .failure(.notFound): AbsentCopy.isKept(of: request) ? AbsentCopy.bytes : nil
        case .failure: nil
        }
    }

    /// SET and, in the same pipeline, the miss of the request that loaded. True: it is set.
    private func fill(
        _ request: ShopRequest, _ key: [UInt8], _ body: [UInt8], due: ContinuousClock.Instant,
        _ flight: Flights.Number
    ) async -> Bool {
        var ttl = ttlSeconds(request.resource)
        if body == AbsentCopy.bytes { ttl = AbsentCopy.ttlSeconds(ttl) }
        guard let connection = link.current, .now < due - Self.setReserve / 2,
            flights.isUnderWay(key, flight)
        else {
            publisher.publish(.miss, key)
            return false
        }
        let filling = publisher.filling(key)
        var commands = request.listCommands(keys, key: key, ttl: ttl)
        let place = commands.count
        commands.append(RedisCommand("SET", bytes: [key, body]).appending("EX").appending(ttl))
        if let entry = filling.entry { commands.append(entry.command) }
        let replies = try? await connection.pipeline(
            commands, deadline: min(due - .now, link.deadline))
        let isSet = replies.map { $0.indices.contains(place) && $0[place].text == "OK" } ?? false
        publisher.publish(filling, of: key, succeeded: isSet)
        if isSet, !flights.isUnderWay(key, flight) { await takeBack(key, connection) }
        let isTold = replies.map { $0.last?.serverError == nil } ?? false
        if let entry = filling.entry, !isTold { publisher.count(lost: entry) }
        return isSet
    }

    /// The load was forgotten while its copy was on the way: it may have come after the removal.
    private func takeBack(_ key: [UInt8], _ connection: RedisConnection) async {
        let reply = try? await connection.send(
            RedisCommand("UNLINK", key: key), deadline: link.deadline)
        if reply?.integerValue == 1 {
            publisher.publishInvalidation([CacheEvent(.purge, key: key)])
        }
    }

    private func load(_ request: ShopRequest) async -> Result<[UInt8], OriginError> {
        let body = await first(within: options.loadDeadline - Self.setReserve) { [origin] in
            do throws(OriginError) {
                return Result<[UInt8], OriginError>.success(try await origin.load(request))
            } catch {
                return .failure(error)
            }
        }
        let result = body ?? .failure(.deadline)
        if case .failure(let error) = result {
            options.onLoad(request, error)
        } else {
            options.onLoad(request, nil)
        }
        return result
    }

    private func ttlSeconds(_ resource: ShopResource) -> Int {
        let ttl = keys.ttlSeconds(resource)
        guard options.ttlJitter > 0 else { return ttl }
        let shorter = Double(ttl) * (1 - options.ttlJitter * Double.random(in: 0...1))
        return max(1, Int(shorter.rounded()))
    }
}
