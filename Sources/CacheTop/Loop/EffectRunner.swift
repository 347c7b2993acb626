import Dashboard
import Foundation
import LiveCache
import Metrics

/// Carries out what the state asks for; whatever comes of it is posted as an action.
@MainActor
final class EffectRunner {
    private let mailbox: Mailbox
    private let liveCache: LiveCache
    private let invalidator: Invalidator
    private var invalidations: [Task<InvalidationRecord?, Never>] = []

    init(mailbox: Mailbox, liveCache: LiveCache, invalidator: Invalidator) {
        self.mailbox = mailbox
        self.liveCache = liveCache
        self.invalidator = invalidator
    }

    func run(_ effect: Effect) {
        switch effect {
        case .plan(let scope): plan(scope)
        case .invalidate(let plan): invalidate(plan)
        case .writeSnapshot(let snapshot): write(snapshot)
        case .setInterval(let seconds):
            liveCache.setInterval(.milliseconds(Int64(seconds * 1000)))
        case .retryNow: liveCache.retryNow()
        case .sweepNow: liveCache.sweepNow()
        case .flushTypeAhead, .quit: break
        }
    }

    private func plan(_ scope: InvalidationScope) {
        do {
            mailbox.post(.planned(scope, .success(try invalidator.plan(scope, via: .auto))))
        } catch {
            mailbox.post(.planned(scope, .failure(PlanFailure(error.description))))
        }
    }

    private func invalidate(_ plan: InvalidationPlan) {
        let invalidator = invalidator
        let mailbox = mailbox
        invalidations.append(
            Task {
                switch await invalidator.survey(plan) {
                case .success(let planned):
                    let record = await invalidator.carryOut(
                        planned, typed: plan.scope.kind.rawValue)
                    mailbox.post(.invalidated(record))
                    return record
                case .failure(let problem):
                    mailbox.post(.planned(plan.scope, .failure(PlanFailure(problem.description))))
                    return nil
                }
            })
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

    /// What was sent before the end is waited for, a few seconds, and told on standard error:
    /// an outcome is never lost.
    func finish() async {
        for task in invalidations {
            guard let record = await task.value, record.outcome != .done else { continue }
            Ending.complain("\(record.scope): \(record.message)")
        }
    }
}
