import Metrics
import Synchronization

/// A catalogue as slow as a database over a network would be: what makes a miss worth avoiding in a
/// demonstration on one machine.
final class SlowCatalogue: ShopCatalogue {
    private let catalogue: any ShopCatalogue
    private let latency: LatencyModel
    private let generator: Mutex<SplitMix64>

    init(_ catalogue: any ShopCatalogue, latency: LatencyModel, seed: UInt64) {
        self.catalogue = catalogue
        self.latency = latency
        generator = Mutex(SplitMix64(seed: seed))
    }

    func load(_ request: ShopRequest) async throws(OriginError) -> [UInt8] {
        let pause = generator.withLock { latency.draw(request.resource, using: &$0) }
        // Cancelled: no request waits for the answer any more.
        do { try await Task.sleep(for: pause) } catch { throw .deadline }
        return try await catalogue.load(request)
    }

    func backlog() async -> ListenerBacklog? { await catalogue.backlog() }

    func check() async throws(OriginError) { try await catalogue.check() }

    func add(views: [String: Int]) async throws(OriginError) {
        try await catalogue.add(views: views)
    }
}
