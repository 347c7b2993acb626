package import Metrics
package import RedisClient

// At once, without a survey and without pauses: keys are removed as SCAN finds them, and it is known of each
// whether it was there.

extension Execution {
    /// Keys that SCAN is asked to go past, a page.
    private static let page = 500

    /// - Parameter observe: called before and after each change, in order.
    package mutating func run(
        _ steps: [InvalidationPlan.Step], _ grammar: KeyGrammar, observe: (ExecutionEvent) -> Void
    ) async throws(RedisError) {
        for step in steps {
            switch step {
            case .increment(let key):
                try await increment(key)
                observe(.raised(key))
            case .unlink(let keys):
                observe(.willRemove(keys))
                try await unlinkEach(keys) { observe(.removed($0)) }
            case .unlinkMatching(let selector):
                observe(.willSearch(selector))
                try await search(selector, grammar, observe)
            }
        }
    }

    private mutating func search(
        _ selector: KeySelector, _ grammar: KeyGrammar, _ observe: (ExecutionEvent) -> Void
    ) async throws(RedisError) {
        let announcement = selector.announcement(grammar)
        let before = carriedOut.removed
        // Also what went before it failed.
        defer {
            if carriedOut.removed > before { observe(.removedMatching(announcement.globs)) }
        }
        for node in nodes.primaries {
            var pages = ScanPages(match: selector.sieve, count: Self.page)
            while let page = try await next(&pages, node) {
                let keys = page.filter { selector.selects($0, grammar) }
                try await unlinkEach(keys) { removed in
                    observe(.removed(removed.filter { !announcement.covers($0) }))
                }
            }
        }
    }

    private mutating func next(
        _ pages: inout ScanPages, _ node: RedisConnection
    ) async throws(RedisError) -> [[UInt8]]? {
        do throws(RedisError) { return try await pages.next(node, deadline: deadline) } catch {
            failed(error)
            throw error
        }
    }

    /// - Parameter removed: is handed the keys that were there, before a refusal of others is thrown.
    private mutating func unlinkEach(
        _ keys: [[UInt8]], removed: ([[UInt8]]) -> Void
    ) async throws(RedisError) {
        for (node, keys) in nodes.grouped(keys) {
            do throws(RedisError) {
                let answer = try await node.unlinkEach(keys, deadline: deadline)
                carriedOut.removed(answer.removed.count)
                removed(answer.removed)
                guard let refusal = answer.refusal else { continue }
                throw RedisError(
                    .server, endpoint: node.endpoint.description, attempted: "UNLINK",
                    message: refusal.message, serverError: refusal)
            } catch {
                failed(error, isChange: true)
                throw error
            }
        }
    }
}
