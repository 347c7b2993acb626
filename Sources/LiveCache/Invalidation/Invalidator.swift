package import Invalidation
package import Logging
package import Metrics
package import RedisClient

/// Plans invalidations, carries them out exactly as planned, and verifies the result.
///
/// Three steps: `plan` says what would be sent and contacts no server; `survey` finds the keys, freezes
/// the list and works out the cost; `carryOut` does that and no more. The guards sit here, below every
/// key and command. Nothing throws after the plan: the outcome is a record, and a record never says
/// "done" of what is not known to be done. Each purge has a connection of its own, so that neither it nor
/// a sweep delays the other.
package struct Invalidator: Sendable {
    package enum Route: String, Sendable, Hashable, CaseIterable {
        /// The API where it offers the scope and its URL is known, else Redis.
        case auto
        case api, redis
    }

    let endpoint: RedisEndpoint
    /// Compiled once: it decides of every key that is found or named.
    let grammar: KeyGrammar
    let eventKey: String?
    let api: RevalidateAPI?
    package let guards: InvalidationGuards
    package let operatorName: String
    let trail: AuditTrail?
    let pace: PurgePace
    package var logger = Logger.silent
    private(set) var clock: ServerClock
    /// Where a dashboard's own look-ups are entered; nil: there is no dashboard to subtract them.
    private(set) var own: OwnLookups?

    /// - Parameters:
    ///   - eventKey: the stream that direct purges are announced in; nil: nowhere.
    ///   - operatorName: who it is, as user@host.
    ///   - trail: the file that every attempt is written to; nil: none.
    package init(
        endpoint: RedisEndpoint, policy: CachePolicy, eventKey: String?, api: RevalidateAPI?,
        guards: InvalidationGuards = InvalidationGuards(), operatorName: String,
        trail: AuditTrail? = nil, pace: PurgePace = PurgePace()
    ) {
        self.endpoint = endpoint
        grammar =
            eventKey.map { KeyGrammar(policy: policy, eventKey: $0) }
            ?? KeyGrammar(policy: policy)
        self.eventKey = eventKey
        self.api = api
        self.guards = guards
        self.operatorName = operatorName
        self.trail = trail
        self.pace = pace
        clock = ServerClock()
    }

    /// The same beside a dashboard: dated by its clock, with its own look-ups entered there.
    package func beside(_ liveCache: LiveCache) -> Invalidator {
        var copy = self
        copy.clock = liveCache.clock
        copy.own = liveCache.own
        return copy
    }

    var policy: CachePolicy { grammar.policy }

    /// Keys that are not the shop's to purge, whether they exist or not.
    var ownNames: [[UInt8]] {
        (policy.counters.map { policy.key(ofCounter: $0) } + [eventKey, AuditStream.key])
            .compactMap { $0.map { Array($0.utf8) } }
    }

    /// Attempts of the last day at this Redis or API that the file says began and did not end. Those of
    /// another cachetop that is still at work are among them: `isOver(at:)`.
    package func unfinishedAttempts() -> [InvalidationRecord] { openAttempts.map(\.record) }

    /// Those of them that are over and were not reported before; they count as reported from now on.
    package func reportUnfinishedAttempts() -> [InvalidationRecord] {
        let now = clock.now
        let news = openAttempts.filter { !$0.isReported && $0.record.isOver(at: now) }
        for attempt in news { trail?.markReported(attempt, at: now) }
        return news.map(\.record)
    }

    private var openAttempts: [AuditTrail.OpenAttempt] {
        let targets = Set([endpoint.description, api?.shownURL].compactMap(\.self))
        return trail?.openAttempts(targets: targets, at: clock.now) ?? []
    }

    // MARK: The plan

    /// What would be sent; contacts no server. What the policy refuses is written to the trail.
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
        do {
            return try .redis(scope, grammar: grammar, endpoint: endpoint.description)
        } catch {
            guard error.isRefusal else { throw error }
            let nothing = InvalidationPlan(
                scope: scope, work: .redis([]), target: endpoint.description, edgeSeconds: 0)
            throw refuse(nothing, error.description)
        }
    }

    /// Why the scope must not be invalidated, whatever is typed; nil: it may. A survey of the plan is
    /// allowed all the same in read-only mode.
    package func refusal(of scope: InvalidationScope) -> String? { guards.refusal(of: scope) }

    /// Whether `carryOut` wants the scope's word typed.
    package func wantsTyping(_ scope: InvalidationScope) -> Bool { guards.wantsTyping(scope) }

    // MARK: The survey

    /// Finds what would go, without changing anything: the blast radius, and the frozen list of keys.
    /// Cancelling the task ends it between two batches.
    ///
    /// - Parameters:
    ///   - context: what a dashboard knows already; nil: it is found out here.
    ///   - progress: called ten times a second at most, from any thread.
    /// - Returns: or a sentence why there is no plan. What is refused or fails is written to the trail.
    package func survey(
        _ plan: InvalidationPlan, context: PlanContext? = nil,
        progress: @escaping @Sendable (PlanProgress) -> Void = { _ in }
    ) async -> Result<PlannedInvalidation, InvalidationPlan.Problem> {
        let scope = plan.scope
        let refusal =
            guards.isReadOnly ? nil : guards.refusal(of: scope)
        if let refusal = refusal
            ?? guards.refusal(of: plan, grammar: grammar, names: ownNames)
        {
            return .failure(refuse(plan, refusal))
        }
        var survey = PlanSurvey(
            plan, grammar, guards: guards, eventKey: eventKey, clock: clock, own: own,
            pace: pace.pace, logger: logger, context: context, progress: progress)
        do {
            return try await RedisConnection.withConnection(to: endpoint, logger: logger) {
                connection in
                guard plan.way == .redis else {
                    // What Redis could add to it may be missing.
                    try? await survey.lookAside(connection)
                    if Task.isCancelled { return .failure(Self.cancelled) }
                    return .success(survey.planned)
                }
                let planned = try await survey.run(connection)
                return Task.isCancelled ? .failure(Self.cancelled) : .success(planned)
            }
        } catch PlanSurvey.Stop.refused(let why) {
            return .failure(refuse(plan, why))
        } catch PlanSurvey.Stop.redis(let error) where error.kind == .cancelled {
            return .failure(Self.cancelled)
        } catch PlanSurvey.Stop.redis(let error) {
            return .failure(fail(plan, "Nothing was sent. \(error.advised)"))
        } catch {
            if Task.isCancelled {
                return .failure(Self.cancelled)
            }
            if plan.way == .api { return .success(survey.planned) }
            return .failure(fail(plan, "Nothing was sent. \(error)"))
        }
    }

    private static let cancelled = InvalidationPlan.Problem(
        description: "Cancelled; nothing was sent.")

    private func refuse(_ plan: InvalidationPlan, _ why: String) -> InvalidationPlan.Problem {
        .init(description: end(plan, .refused, why), isRefusal: true)
    }

    /// An attempt that failed before there was a plan: the trail has it, too.
    private func fail(_ plan: InvalidationPlan, _ why: String) -> InvalidationPlan.Problem {
        .init(description: end(plan, .notDone, why))
    }

    /// - Returns: why, and what is wrong with the trail.
    private func end(
        _ plan: InvalidationPlan, _ outcome: InvalidationRecord.Outcome, _ why: String
    ) -> String {
        var record = newRecord(of: PlannedInvalidation(plan: plan, at: clock.now))
        record.outcome = outcome
        record.message = why
        let problem = trail?.append(AuditEntry(.ended, record, plan: plan))
        return problem.map { "\(why) \($0)" } ?? why
    }

    /// The record of a dry run: nothing is sent, and so nothing is written to the trail on Redis.
    package func dryRun(_ planned: PlannedInvalidation) -> InvalidationRecord {
        var record = newRecord(of: planned)
        record.outcome = .dryRun
        record.message = "Nothing was sent. Would send: \(planned.plan.summary)"
        record.trailProblem = trail?.append(AuditEntry(.ended, record, planned: planned))
        return record
    }

    /// What is known before anything was sent; its outcome is `refused` until another is set.
    func newRecord(of planned: PlannedInvalidation) -> InvalidationRecord {
        InvalidationRecord(
            id: AttemptID.next(), at: clock.now, scope: planned.scope.text, by: operatorName,
            via: planned.plan.way, outcome: .refused, message: "",
            steps: steps(of: planned.plan), resources: planned.resources,
            keysPlanned: planned.plan.unlinks ? UInt64(planned.existingKeys) : nil)
    }

    /// Through the API: what the scope means on Redis by this policy; nil: the policy does not say.
    private func steps(of plan: InvalidationPlan) -> [RecordedStep]? {
        let direct =
            plan.way == .redis
            ? plan : try? .redis(plan.scope, grammar: grammar, endpoint: plan.target)
        guard case .redis(let steps) = direct?.work else { return nil }
        return RecordedStep.steps(of: steps, grammar)
    }
}

extension PlannedInvalidation {
    /// A plan without a survey: to be refused, or reported as refused.
    package init(plan: InvalidationPlan, at: Timestamp) {
        self.init(plan: plan, radius: BlastRadius(), at: at)
    }
}
