import Synchronization

/// Which products shoppers look at: counted here, and written to the catalogue every few seconds, so
/// that no request waits for a write. What is trending follows from it.
///
/// A hint, not a ledger: what a crash takes with it, or what is beyond `limit` different products
/// between two deliveries, is not counted.
final class ViewCounter: Sendable {
    static let limit = 20_000
    static let interval = Duration.seconds(5)

    private let views = Mutex<[String: Int]>([:])
    private let catalogue: any ShopCatalogue

    init(catalogue: any ShopCatalogue) { self.catalogue = catalogue }

    func count(_ id: String) { add([id: 1]) }

    /// Delivers now and then, until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await deliver() }
    }

    /// What the catalogue does not take now is kept for the next time.
    func deliver() async {
        let waiting = views.withLock { views in
            defer { views = [:] }
            return views
        }
        guard !waiting.isEmpty else { return }
        do throws(OriginError) {
            try await catalogue.add(views: waiting)
        } catch {
            add(waiting)
        }
    }

    private func add(_ more: [String: Int]) {
        views.withLock { views in
            for (id, count) in more where views.count < Self.limit || views[id] != nil {
                views[id, default: 0] += count
            }
        }
    }
}
