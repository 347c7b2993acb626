import Metrics
import RedisClient
import Synchronization

/// The look-ups that cachetop itself has caused, as the server counts them.
///
/// On the control connection a look-up is entered when its reply is decoded, on the event loop:
/// replies come in order, so what stands here when INFO's reply is decoded is what the server had
/// counted. The tail's are on another connection: they are issued, entered, and settled once a
/// reply proves that the server has counted them. A look during which one of them was not settled
/// can't say on which side of it that one fell, and is repeated.
final class OwnLookups: Sendable {
    struct Reading: Sendable {
        var counts = HitCounts()
        /// Calls of PTTL, TTL and OBJECT among them.
        var readerCalls: UInt64 = 0
        fileprivate var unsettled: Set<UInt64> = []
        fileprivate var issued: UInt64 = 0

        /// Whether nothing elsewhere was on its way from this reading to a later one.
        func isExact(until later: Reading) -> Bool {
            unsettled.isEmpty && later.unsettled.isEmpty && issued == later.issued
        }
    }

    /// A command on its way to the server, on another connection than INFO's.
    struct Issue: Sendable { fileprivate let id: UInt64 }

    private let state = Mutex(Reading())

    var reading: Reading { state.withLock { $0 } }

    func add(hits: UInt64 = 0, misses: UInt64 = 0, readerCalls: UInt64 = 0) {
        state.withLock {
            $0.counts += HitCounts(hits: hits, misses: misses)
            $0.readerCalls &+= readerCalls
        }
    }

    func issue() -> Issue {
        state.withLock {
            $0.issued += 1
            $0.unsettled.insert($0.issued)
            return Issue(id: $0.issued)
        }
    }

    /// The server has counted them by now. Settling twice counts once: what failed on its way is
    /// settled with nothing.
    func settle(
        _ issue: Issue, hits: UInt64 = 0, misses: UInt64 = 0, readerCalls: UInt64 = 0
    ) {
        state.withLock {
            guard $0.unsettled.remove(issue.id) != nil else { return }
            $0.counts += HitCounts(hits: hits, misses: misses)
            $0.readerCalls &+= readerCalls
        }
    }
}

extension OwnLookups {
    /// Enters what `body` looks up on a connection other than INFO's: unsettled until it is over.
    static func counted<Result>(
        in all: OwnLookups?, isolation: isolated (any Actor)? = #isolation,
        _ body: (OwnLookups) async throws(RedisError) -> Result
    ) async throws(RedisError) -> Result {
        let mine = OwnLookups()
        let issue = all?.issue()
        defer {
            if let all, let issue {
                let reading = mine.reading
                all.settle(
                    issue, hits: reading.counts.hits, misses: reading.counts.misses,
                    readerCalls: reading.readerCalls)
            }
        }
        return try await body(mine)
    }
}
