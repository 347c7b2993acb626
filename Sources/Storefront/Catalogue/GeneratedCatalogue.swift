import Foundation
import Synchronization

/// A catalogue that is made up as it is asked for: the same seed gives the same shop, it needs no
/// file, and it takes as long as a database would.
///
/// Products have the ids 1 to `count`, inserted ones follow. A search finds what its words hash to:
/// plausible in size and stable, which is all that a cache can tell.
final class GeneratedCatalogue: Origin {
    private struct State {
        var generator: SplitMix64
        var count: Int
        var revisions: [Int: Int] = [:]
        var deleted: Set<Int> = []
    }

    let seed: UInt64
    private let latency: LatencyModel
    private let state: Mutex<State>

    init(count: Int = 50_000, seed: UInt64 = 1, latency: LatencyModel = .typical) {
        self.seed = seed
        self.latency = latency
        state = Mutex(State(generator: SplitMix64(seed: seed), count: count))
    }

    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        let pause = state.withLock { latency.draw(request.resource, using: &$0.generator) }
        if pause > .zero { try? await Task.sleep(for: pause) }
        switch request {
        case .product(let id):
            let product = try product(id)
            let related = (1...6).map { (product.id + $0 * 40 - 1) % count + 1 }
            return try json(CatalogueBodies.detail(product, related: items(related)))
        case .inventory(let id):
            let product = try product(id)
            return try json(CatalogueBodies.Inventory(id: product.id, stock: product.stock))
        case .search(let query):
            return try list(query.page, key: request, query: query.text, category: query.category)
        case .category(let slug, let page):
            guard Words.slugs.contains(slug) else { throw .notFound }
            return try list(page, key: request, query: nil, category: slug)
        case .facets(let category):
            guard Words.slugs.contains(category) else { throw .notFound }
            return try json(facets(category))
        case .trending:
            return try json(
                CatalogueBodies.Trending(items: items((1...24).map { $0 * 37 % count + 1 })))
        }
    }

    /// Carries out a change; the next load shows it.
    func change(_ change: CatalogueChange) {
        guard let id = Int(change.id) else { return }
        state.withLock { state in
            switch change {
            case .inserted: state.count = max(state.count, id)
            case .updated: state.revisions[id, default: 0] += 1
            case .deleted: state.deleted.insert(id)
            }
        }
    }

    var count: Int { state.withLock { $0.count } }

    // MARK: Answers

    private func product(_ id: String) throws(OriginError) -> Product {
        guard let number = Int(id), String(number) == id else { throw .notFound }
        let revision = state.withLock { state -> Int? in
            guard (1...state.count).contains(number), !state.deleted.contains(number) else {
                return nil
            }
            return state.revisions[number] ?? 0
        }
        guard let revision else { throw .notFound }
        return Product(id: number, revision: revision, seed: seed)
    }

    private func items(_ ids: [Int]) -> [CatalogueBodies.Item] {
        ids.compactMap { try? product(String($0)) }.map(CatalogueBodies.Item.init)
    }

    private func list(
        _ page: Page, key: ShopRequest, query: String?, category: String?
    ) throws(OriginError) -> [UInt8] {
        var generator = SplitMix64(seed: key.canonicalBytes.reduce(seed) { $0 &* 31 &+ UInt64($1) })
        let index = category.flatMap { Words.slugs.firstIndex(of: $0) }
        if category != nil, index == nil { throw .notFound }
        let count = count
        let ids = (0..<page.limit).map { _ in
            let id = Int.random(in: 1...count, using: &generator)
            return index.map { max(0, id - id % 40) + $0 } ?? id
        }
        return try json(
            CatalogueBodies.List(
                query: query, category: category, page: page.number, limit: page.limit,
                total: Int.random(in: 24...1250, using: &generator), items: items(ids)))
    }

    private func facets(_ category: String) -> CatalogueBodies.Facets {
        var generator = SplitMix64(seed: category.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) })
        func values(_ words: [String]) -> [CatalogueBodies.Facets.Value] {
            words.map { .init(value: $0, count: Int.random(in: 0...300, using: &generator)) }
        }
        return CatalogueBodies.Facets(
            category: category, brands: values(Words.brands), materials: values(Words.materials),
            prices: values(["0-20", "20-50", "50-100", "100-200", "200+"]))
    }

    private func json(_ body: some Encodable) throws(OriginError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return Array(try encoder.encode(body)) } catch { throw .failed("\(error)") }
    }
}

extension GeneratedCatalogue: ShopCatalogue {
    func check() {}
    func add(views: [String: Int]) {}
}
