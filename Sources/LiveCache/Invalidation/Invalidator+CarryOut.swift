import Invalidation
import Logging
package import Metrics
import RedisClient
import Synchronization

extension Invalidator {
    /// Carries out the plan and no more, unless a guard forbids it or the plan is void. Cancelling the
    /// task stops it between two batches; the record then says how far it came.
    ///
    /// - Parameters:
    ///   - typed: what the operator typed to confirm; where `wantsTyping`, it must be the scope's
    ///     word.
    ///   - progress: called ten times a second at most, and at the end, from any thread.
    package func carryOut(
        _ planned: PlannedInvalidation, typed: String? = nil,
        progress: @escaping @Sendable (InvalidationProgress) -> Void = { _ in }
    ) async -> InvalidationRecord {
        let stop = Flag()
        // A task of its own: after a cancelled wait for an answer the outcome would be unknown.
        return await withTaskCancellationHandler {
            await Task { await perform(planned, typed, stop, progress) }.value
        } onCancel: {
            stop.raise()
        }
    }

    private func perform(
        _ planned: PlannedInvalidation, _ typed: String?, _ stop: Flag,
        _ progress: @escaping @Sendable (InvalidationProgress) -> Void
    ) async -> InvalidationRecord {
        var record = newRecord(of: planned)
        let scope = planned.scope
        if let refusal = guards.refusal(of: scope) ?? guards.refusal(of: scope, typed: typed)
            ?? refusalOfKeys(planned)
        {
            record.message = refusal
            record.trailProblem = trail?.append(AuditEntry(.ended, record, planned: planned))
            return record
        }
        var attempt = Attempt(
            trail: trail, planned: planned, record: record, reportSeconds: pace.reportSeconds)
        attempt.begin()
        let watch = Stopwatch()
        switch planned.plan.work {
        case .redis: await carryOutOnRedis(&attempt, stop, watch: watch, progress)
        case .api(_, let requests): await carryOutByAPI(requests, &attempt, stop, watch)
        }
        attempt.end()
        logger.info(
            "invalidation ended",
            metadata: [
                "scope": "\(scope.kind.rawValue)", "outcome": "\(attempt.record.outcome.rawValue)",
                "keysRemoved": "\(attempt.record.keysRemoved.map { "\($0)" } ?? "-")",
            ])
        return attempt.record
    }

    /// A plan that came from elsewhere than `survey` is held to the same limits.
    private func refusalOfKeys(_ planned: PlannedInvalidation) -> String? {
        if planned.keys.count > guards.maxKeys { return guards.tooMany(planned.scope) }
        if let refusal = guards.refusal(of: planned.plan, grammar: grammar, names: ownNames) {
            return refusal
        }
        guard let stray = strayKey(of: planned) else { return nil }
        return "Not sent: the list of keys holds \(KeyText.text(stray)), which "
            + "'\(planned.scope.text)' does not take. Plan again."
    }

    /// A key of the frozen list that no step of the plan takes; nil: every key belongs.
    private func strayKey(of planned: PlannedInvalidation) -> [UInt8]? {
        guard case .redis(let steps) = planned.plan.work else { return nil }
        var named: Set<[UInt8]> = []
        for case .unlink(let keys) in steps { named.formUnion(keys) }
        return planned.keys.first { !named.contains($0) && !planned.plan.takes($0, grammar) }
    }
}
