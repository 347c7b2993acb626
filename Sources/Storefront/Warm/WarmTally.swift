import Metrics
import Synchronization

/// What became of what was to be warmed, counted from many tasks.
final class WarmTally: Sendable {
    struct Row: Sendable, Hashable {
        /// Written now.
        var filled = 0
        /// A copy was there already.
        var there = 0
        /// The catalogue has no such thing: nothing to keep.
        var notFound = 0
        var failed = 0
        var firstFill: ContinuousClock.Instant?

        var done: Int { filled + there + notFound + failed }
    }

    struct Totals: Sendable {
        var rows: [ShopResource: Row] = [:]
        var last: ShopResource?
        /// The cache was not there for a request: nothing more can be warmed.
        var isLost = false

        var all: Row {
            rows.values.reduce(into: Row()) { all, row in
                all.filled += row.filled
                all.there += row.there
                all.notFound += row.notFound
                all.failed += row.failed
            }
        }
    }

    private let totals = Mutex(Totals())

    var current: Totals { totals.withLock { $0 } }
    var isLost: Bool { totals.withLock { $0.isLost } }

    /// An answer; what was loaded is counted by its copy.
    func count(_ response: ShopResponse, to request: ShopRequest) {
        switch (response.cache, response.body) {
        case (.hit, _): change(request) { $0.there += 1 }
        case (.miss, .success): break
        case (.miss, .failure(.notFound)): change(request) { $0.notFound += 1 }
        case (.miss, .failure): change(request) { $0.failed += 1 }
        case (.bypass, _):
            change(request) { $0.failed += 1 }
            totals.withLock { $0.isLost = true }
        }
    }

    func countCopy(of request: ShopRequest, isKept: Bool) {
        change(request) { row in
            if isKept {
                row.filled += 1
                row.firstFill = row.firstFill ?? .now
            } else {
                row.failed += 1
            }
        }
    }

    private func change(_ request: ShopRequest, _ body: (inout Row) -> Void) {
        totals.withLock { totals in
            totals.last = request.resource
            body(&totals.rows[request.resource, default: Row()])
        }
    }
}
