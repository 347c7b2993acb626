import Metrics
import Screen

extension State {
    /// Takes in what happened and says what is to be done about it.
    package mutating func update(_ action: Action) -> [Effect] {
        switch action {
        case .keyPressed(let key): return press(key)
        case .mousePressed(let press): return point(press)
        case .resized(let size):
            resize(to: size)
            return []
        case .stopRefused:
            say(
                "Ctrl-Z does nothing here: there is no shell that could bring cachetop back",
                .warning)
            return []
        case .ticked(let moment):
            advance(to: moment)
            return noteSilence()
        case .observed(let observation, let moment):
            advance(to: moment)
            observe(observation)
            let alerts = passAlertsOn()
            if case .sample = observation { return alerts + measureShownKeys() + inspectAgain() }
            return alerts
        case .planning(let scope, let progress):
            note(progress, for: scope)
            return []
        case .planned(let scope, let result):
            return take(result, for: scope)
        case .progressed(let progress):
            running?.progress = progress
            // All is sent; what follows is the verification.
            if progress.done >= progress.of { running?.isStoppable = false }
            return []
        case .invalidated(let record):
            return take(record)
        case .alertPassedOn(let outcome):
            history.observe(outcome)
            refresh()
            return []
        case .marked, .snapshotWritten, .exported, .incidentFailed, .incidentsEnded:
            report(action)
            return []
        }
    }

    /// What became of something that was written.
    private mutating func report(_ action: Action) {
        switch action {
        case .marked(.success(let text)):
            say("Marked: \(text)", .good)
            let cursor = selections[.timeline]?.row
            awaitedMark = AwaitedMark(text: text.description, cursor: cursor)
            followMark()
        case .snapshotWritten(.success(let path)):
            say("Wrote \(path); 'cachetop render --from FILE' draws it", .good)
        case .exported(let list, .success(let path)):
            say("Wrote \(path): \(list.contents)", .good, seconds: 12)
        case .incidentsEnded(.success(let words)): say(words, .good, seconds: 12)
        case .marked(.failure(let failure)), .exported(_, .failure(let failure)),
            .snapshotWritten(.failure(let failure)), .incidentFailed(let failure),
            .incidentsEnded(.failure(let failure)):
            say(failure.sentence, .critical, seconds: 12)
        default: break
        }
    }

    private mutating func advance(to moment: Double) {
        now = max(now, moment)
        if let notice, notice.until <= now { self.notice = nil }
    }

    private mutating func observe(_ observation: Observation) {
        switch observation {
        case .link(let link):
            self.link = link
            if case .lost(let why, _) = link {
                history.interrupt(why: why, at: serverNow)
                refresh()
            }
        case .sample(let sample):
            lastLook = Look(server: sample.at, monotonic: min(sample.monotonicSeconds, now))
            history.observe(sample)
            refresh()
        case .events(let report):
            let isFirst = history.isWithoutEvents
            history.observe(report)
            let isUnderstood = history.isUnderstood(at: serverNow)
            if !isPaused, isFirst || isUnderstood != present.isUnderstood { refresh() }
        case .survey(let survey):
            let isFirst = !history.isSwept
            history.observe(survey)
            if isFirst { refresh() }
        case .sweepProblems(let problems):
            history.observe(sweepProblems: problems)
            refresh()
        case .keyFacts(let facts): history.observe(facts)
        case .inspected(let found):
            history.observe(found)
            refreshInspected()
        case .searchHealth(let health):
            history.observe(health)
            refreshAlerts()
        case .recorded(let records):
            for record in records { history.observe(record) }
            refresh()
        case .marked(let marks): take(marks)
        case .streamHour(let hour):
            history.observe(hour)
            take(hour)
        }
    }

    private mutating func take(_ marks: [TimelineEntry]) {
        history.observe(marks: marks)
        refresh()
        followMark()
    }

    private mutating func take(_ hour: StreamHour) {
        past.fill(hour)
        guard let problem = hour.problem else { return }
        say(
            "Could not read the stream's last hour, so charts begin now: \(problem.why)", .warning,
            seconds: 12)
    }

    // MARK: Invalidations

    /// The plan that is waited for, if it is this scope's: cancelled meanwhile, or another scope,
    /// it is nobody's.
    private func counting(_ scope: InvalidationScope) -> Confirmation? {
        guard case .confirming(let confirmation) = mode, confirmation.scope == scope,
            case .counting = confirmation.stage
        else { return nil }
        return confirmation
    }

    private mutating func note(_ progress: PlanProgress, for scope: InvalidationScope) {
        guard var confirmation = counting(scope) else { return }
        confirmation.stage = .counting(progress)
        mode = .confirming(confirmation)
    }

    private mutating func take(
        _ result: Result<PlannedInvalidation, InvalidationPlan.Problem>,
        for scope: InvalidationScope
    ) -> [Effect] {
        guard var confirmation = counting(scope) else { return [] }
        switch result {
        case .success(let planned): confirmation.stage = .planned(planned)
        case .failure(let problem): confirmation.stage = .failed(problem)
        }
        mode = .confirming(confirmation)
        return [.flushTypeAhead]
    }

    private mutating func take(_ record: InvalidationRecord) -> [Effect] {
        let cursor = running?.timelineCursor
        running = nil
        history.observe(record, isOwn: true)
        // What keys had left before says nothing of the copies that come now.
        measuredAt = -.infinity
        refresh()
        follow(record, from: cursor)
        let isGood = record.verdictStyle == .good
        // What one purged for; bad news stands alone.
        let new = isGood ? NewEverywhere(record, shown) : nil
        let words = new.map { " New everywhere by \(time($0.at))." } ?? ""
        say(record.verdict + words, record.verdictStyle, seconds: isGood ? 12 : 20)
        // What it took is in no count of the last sweep.
        let sweep: [Effect] = record.changedSomething ? [.sweepSoon] : []
        guard mode == .leaving else { return sweep }
        // There is nothing to stop any more: a `q` that was typed for that must not quit unread.
        mode = .browsing
        return [.flushTypeAhead] + sweep
    }
}
