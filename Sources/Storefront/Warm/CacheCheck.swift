import Metrics

/// What a few requests to one endpoint show about its cache: first a MISS, then a HIT that is faster.
struct CacheCheck: Sendable {
    struct Endpoint: Sendable, Hashable {
        var name: String
        var path: String
        /// Surely never asked before, so the first answer must be a MISS.
        var isNew = false
        /// Others of the same kind, to ask for when a HIT was no faster: one MISS is timed once,
        /// and a busy machine makes one time say little.
        var alternatives: [String] = []
    }

    enum Verdict: Sendable, Hashable {
        case pass
        /// Somebody asked before us: the first answer was a HIT, so there was no MISS to compare.
        case alreadyCached
        /// In order, but the copy saved no time: a sentence.
        case noFaster(String)
        /// Why, as a sentence.
        case fail(String)

        /// nil: it passes.
        var reason: String? {
            switch self {
            case .pass, .alreadyCached: nil
            case .noFaster(let reason), .fail(let reason): reason
            }
        }
    }

    let endpoint: Endpoint
    let first: Result<CacheLook, NoAnswer>
    /// The same again, in order.
    let later: [Result<CacheLook, NoAnswer>]

    var second: CacheLook? { later.first.flatMap { try? $0.get() } }

    /// The middle one of the later times; nil: not all were answered.
    var laterMilliseconds: Double? {
        let times = later.compactMap { try? $0.get().milliseconds }.sorted()
        guard times.count == later.count, !times.isEmpty else { return nil }
        let middle = times.count / 2
        return times.count % 2 == 1
            ? times[middle] : (times[middle - 1] + times[middle]) / 2
    }

    var verdict: Verdict {
        for result in [first] + later {
            switch result {
            case .failure(let kind): return .fail("No answer: \(kind.rawValue).")
            case .success(let look):
                if let problem = Self.problem(look) { return .fail(problem) }
            }
        }
        guard let first = try? first.get(), let second, let median = laterMilliseconds else {
            return .fail("It was not asked twice.")
        }
        guard second.cache == CacheStatus.hit.rawValue else {
            return .fail("The second answer is a MISS: the copy was not kept, or not found.")
        }
        guard first.cache == CacheStatus.miss.rawValue else {
            return endpoint.isNew
                ? .fail("The first answer to a new question is a HIT: whose copy can that be?")
                : .alreadyCached
        }
        guard median < first.milliseconds else {
            return .noFaster(
                "The HIT is no faster than the MISS: \(Self.text(median)) after"
                    + " \(Self.text(first.milliseconds)).")
        }
        return .pass
    }

    /// What makes an answer useless for the check.
    private static func problem(_ look: CacheLook) -> String? {
        switch look.status {
        case 200: break
        case 404: return "Not found (404), which is not cached: ask for something else."
        case 429: return "The rate limit was hit (429): wait, then try again."
        default: return "The answer has status \(look.status)."
        }
        switch look.cache {
        case nil:
            return "The answer has no X-Cache: something in between drops it, or this is no such"
                + " API."
        case CacheStatus.hit.rawValue, CacheStatus.miss.rawValue: return nil
        case CacheStatus.bypass.rawValue:
            return "BYPASS: the shop answers without its Redis, which is away."
        case let other?:
            return "X-Cache says '\(other)': that is not the shop's word, but a CDN's."
        }
    }

    static func text(_ milliseconds: Double) -> String { Format.duration(milliseconds / 1000) }
}

extension CacheCheck {
    /// All six endpoints, with a search that was never made before.
    static func endpoints(products: Int) -> [Endpoint] {
        let choices = (0..<3).map { _ in requests(products: products) }
        return choices[0].indices.map { index in
            let request = choices[0][index]
            let others = choices.dropFirst().map { $0[index].path }
            return Endpoint(
                name: request.resource.rawValue, path: request.path,
                isNew: request.resource == .search,
                alternatives: others.filter { $0 != request.path })
        }
    }

    private static func requests(products: Int) -> [ShopRequest] {
        func pick(_ words: [String]) -> String { words[Int.random(in: words.indices)] }
        var query = SearchQuery(text: pick(Words.nouns))
        query.minPrice = Int.random(in: 1...9_999)
        query.maxPrice = Int.random(in: 20_000...9_999_999)
        let id = String(Int.random(in: 1...max(1, products)))
        return [
            .search(query), .product(id: id), .category(slug: pick(Words.slugs), page: Page()),
            .facets(category: pick(Words.slugs)), .trending, .inventory(id: id),
        ]
    }
}
