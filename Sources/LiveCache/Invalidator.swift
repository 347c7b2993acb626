package import Metrics
package import RedisClient

/// Plans invalidations and carries them out exactly as planned (contracts.md 3).
///
/// The guard sits here, below every key and command: in read-only mode nothing is sent, whoever
/// asks. Nothing throws after the plan: what became of a deed is a record, and a record never says
/// "done" of something that is not known to be done. Each deed has a connection of its own, so
/// that a sweep does not delay it, nor it the sweep.
package struct Invalidator: Sendable {
    package enum Route: String, Sendable, Hashable, CaseIterable {
        /// The API where it offers the scope and its URL is known, else Redis.
        case auto
        case api, redis
    }

    let endpoint: RedisEndpoint
    let policy: CachePolicy
    let eventKey: String?
    let api: RevalidateAPI?
    package let readOnly: Bool
    let operatorName: String
    let clock: ServerClock

    /// - Parameters:
    ///   - eventKey: the stream that direct purges are announced in; nil: nowhere.
    ///   - operatorName: who it is, as user@host.
    ///   - clock: dates the records; a dashboard passes its `LiveCache.clock`.
    package init(
        endpoint: RedisEndpoint, policy: CachePolicy, eventKey: String?, api: RevalidateAPI?,
        readOnly: Bool, operatorName: String, clock: ServerClock = ServerClock()
    ) {
        self.endpoint = endpoint
        self.policy = policy
        self.eventKey = eventKey
        self.api = api
        self.readOnly = readOnly
        self.operatorName = operatorName
        self.clock = clock
    }

    var grammar: KeyGrammar {
        eventKey.map { KeyGrammar(policy: policy, eventKey: $0) } ?? KeyGrammar(policy: policy)
    }

    /// What would be done; asks nobody.
    package func plan(
        _ scope: InvalidationScope, via route: Route = .auto
    ) throws(InvalidationPlan.Problem) -> InvalidationPlan {
        if route != .redis, let api {
            let plan = InvalidationPlan.api(
                scope, policy: policy, url: api.shownURL, types: api.types)
            if let plan {
                if let problem = api.urlProblem { throw .init(description: problem) }
                return plan
            }
            if route == .api {
                throw .init(
                    description: "The API does not offer '\(scope.kind.rawValue)' "
                        + "(REVALIDATE_TYPES lists "
                        + "\(api.types.sorted().joined(separator: ", "))); use --via redis.")
            }
        } else if route == .api {
            throw .init(
                description: "The URL of the API is not known; set REVALIDATE_URL, or use "
                    + "--via redis.")
        }
        return try .redis(scope, policy: policy, endpoint: endpoint.description)
    }

    /// Looks closely at what would go, without changing anything: the blast radius, and the frozen
    /// list of keys. Cancelling the task ends it between two batches.
    ///
    /// - Parameters:
    ///   - context: what a dashboard knows already; nil: it is asked here.
    ///   - progress: called after each batch of keys, from whatever thread.
    package func survey(
        _ plan: InvalidationPlan, context: PlanContext? = nil,
        progress: @escaping @Sendable (PlanProgress) -> Void = { _ in }
    ) async -> Result<PlannedInvalidation, InvalidationPlan.Problem> {
        var radius = BlastRadius(edge: policy.edge(of: plan.scope))
        radius.recent = context?.recent
        return .success(PlannedInvalidation(plan: plan, radius: radius, at: clock.now))
    }

    /// Does what was planned, no more, unless a guard forbids it or the plan is void. Cancelling the
    /// task stops it between two batches; the record then says how far it came.
    ///
    /// - Parameters:
    ///   - typed: what the operator typed to confirm; where `wantsTyping`, it must be the scope's
    ///     word.
    ///   - progress: called after each batch, from whatever thread.
    package func carryOut(
        _ planned: PlannedInvalidation, typed: String? = nil,
        progress: @escaping @Sendable (InvalidationProgress) -> Void = { _ in }
    ) async -> InvalidationRecord {
        await carryOut(planned.plan)
    }

    /// Does what the plan says, unless a guard forbids it.
    package func carryOut(_ plan: InvalidationPlan) async -> InvalidationRecord {
        let began = ServerClock.monotonicSeconds()
        let deed: Deed
        if readOnly {
            deed = Deed(.refused, "Read-only mode: nothing was sent.")
        } else {
            switch plan.work {
            case .redis(let steps): deed = await carryOut(steps)
            case .api(_, let requests): deed = await carryOut(requests)
            }
        }
        var record = record(of: plan, deed)
        if deed.outcome != .refused {
            record.durationSeconds = ServerClock.monotonicSeconds() - began
        }
        return record
    }

    /// The record of a plan that is only looked at: nothing is sent.
    package func dryRun(_ plan: InvalidationPlan) -> InvalidationRecord {
        record(of: plan, Deed(.dryRun, "Nothing was sent. Would send: \(plan.summary)"))
    }

    private func record(of plan: InvalidationPlan, _ deed: Deed) -> InvalidationRecord {
        let now = clock.now
        var staleUntil: Timestamp?
        if [.done, .unknown].contains(deed.outcome) || (deed.removed ?? 0) > 0 || deed.to != nil {
            staleUntil =
                plan.edgeSeconds > 0 ? now.adding(seconds: Double(plan.edgeSeconds)) : nil
        }
        return InvalidationRecord(
            at: now, scope: plan.scope.text, by: operatorName, via: plan.way,
            outcome: deed.outcome, message: deed.message, from: deed.from, to: deed.to,
            keysRemoved: deed.removed, edgeStaleUntil: staleUntil)
    }
}

/// What became of a plan.
struct Deed: Sendable, Hashable {
    var outcome: InvalidationRecord.Outcome
    var message: String
    var from: Int64?
    var to: Int64?
    var removed: UInt64?

    init(_ outcome: InvalidationRecord.Outcome, _ message: String) {
        self.outcome = outcome
        self.message = message
    }
}

extension InvalidationPlan {
    /// The commands or requests in one line, for a record's message.
    package var summary: String {
        switch work {
        case .redis(let steps): steps.map(\.summary).joined(separator: "; ") + "."
        case .api(let url, let requests):
            requests.map { request in
                let member = request.member.map { ", \($0) \(request.value ?? "")" } ?? ""
                return "POST \(url) (type \(request.type)\(member))"
            }.joined(separator: "; ") + "."
        }
    }
}

extension InvalidationPlan.Step {
    package var summary: String {
        switch self {
        case .unlink(let keys):
            "UNLINK " + keys.prefix(8).map(KeyText.text).joined(separator: " ")
                + (keys.count > 8 ? " and \(keys.count - 8) more" : "")
        case .unlinkMatching(let glob): "SCAN MATCH \(KeyText.text(glob)), UNLINK what it finds"
        case .increment(let key): "INCR \(KeyText.text(key))"
        case .unlinkResources:
            "SCAN, UNLINK the keys of resources without a counter, and those without a "
                + "generation of the others"
        }
    }
}
