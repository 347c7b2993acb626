import Console
import Dashboard
import FoundationEssentials
import LiveCache
import Metrics

/// Carries out what the state asks for; every result is posted as an action.
@MainActor
final class EffectRunner {
    private let mailbox: Mailbox
    private let liveCache: LiveCache
    private let invalidator: Invalidator
    /// nil: this is no demo.
    private let incidents: IncidentMaker?
    private let caller: AlertCaller?
    private var planning: Task<Void, Never>?
    /// The invalidation under way, until its outcome is on the screen.
    private var invalidation: Task<InvalidationRecord, Never>?

    init(
        mailbox: Mailbox, liveCache: LiveCache, invalidator: Invalidator,
        incidents: IncidentMaker? = nil, caller: AlertCaller? = nil
    ) {
        self.mailbox = mailbox
        self.liveCache = liveCache
        self.invalidator = invalidator
        self.incidents = incidents
        self.caller = caller
    }

    func run(_ effect: Effect) {
        switch effect {
        case .plan(let scope, let context): plan(scope, context)
        case .cancelPlan: cancelPlan()
        case .invalidate(let planned, let typed): invalidate(planned, typed: typed)
        case .stopInvalidation: invalidation?.cancel()
        case .writeSnapshot(let snapshot): write(snapshot)
        case .mark(let text): mark(text)
        case .setInterval(let seconds):
            liveCache.setInterval(.milliseconds(Int64(seconds * 1000)))
        case .retryNow: liveCache.retryNow()
        case .sweepNow: liveCache.sweepNow()
        case .sweepSoon: liveCache.sweepSoon()
        case .measure(let keys): liveCache.measure(keys)
        case .inspect(let key, let wantsValue, let usesLFU):
            liveCache.inspect(key, wantsValue: wantsValue, usesLFU: usesLFU)
        case .export(let list): export(list)
        case .makeIncident(let name): make(incident: name)
        case .endIncidents: endIncidents()
        case .passOn(let changes, let moment): caller?.post(changes, at: moment)
        case .flushTypeAhead, .copy, .ring, .redraw, .quit: break
        }
    }

    private func plan(_ scope: InvalidationScope, _ context: PlanContext) {
        cancelPlan()
        let plan: InvalidationPlan
        do {
            plan = try invalidator.plan(scope, via: .auto)
        } catch {
            mailbox.post(.planned(scope, .failure(error)))
            return
        }
        let invalidator = invalidator
        let mailbox = mailbox
        planning = Task {
            let result = await invalidator.survey(plan, context: context) { progress in
                mailbox.post(.planning(scope, progress))
            }
            // The operator may have asked for the same again since: this one is not wanted any more.
            guard !Task.isCancelled else { return }
            mailbox.post(.planned(scope, result))
        }
    }

    private func cancelPlan() {
        planning?.cancel()
        planning = nil
    }

    private func invalidate(_ planned: PlannedInvalidation, typed: String?) {
        let invalidator = invalidator
        let mailbox = mailbox
        invalidation = Task {
            let record = await invalidator.carryOut(planned, typed: typed) { progress in
                mailbox.post(.progressed(progress))
            }
            mailbox.post(.invalidated(record))
            return record
        }
    }

    private func mark(_ text: MarkText) {
        let (mailbox, invalidator) = (mailbox, invalidator)
        Task {
            do {
                try await invalidator.mark(text)
                mailbox.post(.marked(.success(text)))
            } catch {
                mailbox.post(.marked(.failure(WriteFailure("\(error)"))))
            }
        }
    }

    func outcomeIsShown() { invalidation = nil }

    /// What the trail's file says began and has no end. The history decides by the server's clock whether
    /// another cachetop may still be at it.
    func reportUnfinishedAttempts() {
        let mailbox = mailbox
        let invalidator = invalidator
        Task { @concurrent in
            let records = invalidator.unfinishedAttempts()
            guard !records.isEmpty else { return }
            mailbox.post(.observed(.recorded(records), at: LiveCache.monotonicSeconds()))
        }
    }

    private func write(_ snapshot: Snapshot) {
        let mailbox = mailbox
        Task { @concurrent in
            let stamp = snapshot.takenAt.description.prefix(19)
                .filter { $0 != "-" && $0 != ":" }
            let path = "./cachetop-\(stamp)Z.json"
            do {
                try WholeFile.write(try snapshot.json(), to: path)
                mailbox.post(.snapshotWritten(.success(path)))
            } catch {
                mailbox.post(.snapshotWritten(.failure(WriteFailure("\(error)"))))
            }
        }
    }

    private func make(incident name: String) {
        guard let incident = Incident(rawValue: name) else { return }
        let mailbox = mailbox
        incidents?.make(incident) { mailbox.post(.incidentFailed(WriteFailure($0))) }
    }

    private func endIncidents() {
        guard let incidents else { return }
        let mailbox = mailbox
        Task {
            do {
                mailbox.post(.incidentsEnded(.success(try await incidents.endAll())))
            } catch {
                let why = "The incidents ended, and the keys that they wrote are left: \(error)"
                mailbox.post(.incidentsEnded(.failure(WriteFailure(why))))
            }
        }
    }

    /// A file that the operator named is never replaced.
    private func export(_ list: FileExport) {
        let mailbox = mailbox
        Task { @concurrent in
            do {
                if let file = list.file, FileManager.default.fileExists(atPath: file) {
                    throw WriteFailure("\(file) is there already; choose another name.")
                }
                try WholeFile.write(list.bytes, to: list.path)
                mailbox.post(.exported(list, .success(list.path)))
            } catch let failure as WriteFailure {
                mailbox.post(.exported(list, .failure(failure)))
            } catch {
                mailbox.post(.exported(list, .failure(WriteFailure("\(error)"))))
            }
        }
    }

    /// What was sent before the end is waited for and reported on standard error: an outcome is never
    /// lost. The terminal has been given back by then.
    func finish() async {
        cancelPlan()
        incidents?.stop()
        guard let record = await invalidation?.value else { return }
        Ending.complain(DisplayLine.safe(record.verdict))
    }
}
