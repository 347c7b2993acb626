import Metrics
import Screen

extension State {
    /// Takes in what happened and says what is to be done about it.
    package mutating func update(_ action: Action) -> [Effect] {
        switch action {
        case .keyPressed(let key): return press(key)
        case .resized(let size):
            self.size = size
            return []
        case .ticked(let moment):
            advance(to: moment)
            return []
        case .observed(let observation, let moment):
            advance(to: moment)
            observe(observation)
            return []
        case .planned(let scope, let result):
            return take(result, for: scope)
        case .invalidated(let record):
            history.observe(record)
            refresh()
            switch record.outcome {
            case .done, .dryRun: say("\(record.scope): \(record.message)", .good, seconds: 8)
            case .notDone, .refused:
                say("NOT done, \(record.scope): \(record.message)", .critical, seconds: 20)
            case .unknown:
                say("Outcome unknown, \(record.scope): \(record.message)", .warning, seconds: 20)
            }
            return []
        case .snapshotWritten(.success(let path)):
            say("Wrote \(path)", .good)
            return []
        case .snapshotWritten(.failure(let failure)):
            say(failure.sentence, .critical, seconds: 12)
            return []
        }
    }

    private mutating func advance(to moment: Double) {
        now = max(now, moment)
        if let notice, notice.until <= now { self.notice = nil }
    }

    private mutating func observe(_ observation: Observation) {
        switch observation {
        case .link(let link):
            let isLoss = self.link == .live && link != .live
            self.link = link
            if isLoss {
                refresh()
                history.interrupt()
            }
        case .sample(let sample):
            lastLook = Look(server: sample.at, monotonic: min(sample.monotonicSeconds, now))
            history.observe(sample)
            refresh()
        case .events(let report):
            let isFirst = history.isWithoutEvents
            history.observe(report)
            if isFirst { refresh() }
        case .survey(let survey):
            let isFirst = !history.isSwept
            history.observe(survey)
            if isFirst { refresh() }
        case .sweepProblems(let problems):
            history.observe(sweepProblems: problems)
            refresh()
        case .searchHealth(let health):
            history.observe(health)
            // The numbers stay those of the last look; of a lost server they are the last there are.
            if !isPaused { shown.alerts = history.alerts }
        case .recorded(let records):
            for record in records { history.observe(record) }
            refresh()
        }
    }

    private mutating func take(
        _ result: Result<InvalidationPlan, PlanFailure>, for scope: InvalidationScope
    ) -> [Effect] {
        // Cancelled meanwhile, or another scope: the plan is nobody's.
        guard case .confirming(var confirmation) = mode, confirmation.scope == scope,
            confirmation.plan == nil
        else { return [] }
        switch result {
        case .success(let plan): confirmation.plan = plan
        case .failure(let failure): confirmation.failure = failure.sentence
        }
        mode = .confirming(confirmation)
        return [.flushTypeAhead]
    }
}
