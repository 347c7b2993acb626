import Dashboard
import Metrics
import Synchronization

/// What waits for the loop. Collectors, the terminal and outcomes post; the loop takes all at once.
///
/// Bounded without waiting: of events, samples, surveys, the search engine's health, the hour before
/// the start and each kind of progress at most one waits (a report is merged into the one that waits, the others are replaced by a
/// newer one), so a stalled terminal never pushes back on Redis. Keys, replies and outcomes are all
/// kept, in their order.
final class Mailbox: Sendable {
    private struct Waiting {
        var actions: [Action] = []
        /// Where in `actions` the mergeable kinds wait.
        var events: Int?
        var sample: Int?
        var survey: Int?
        var searchHealth: Int?
        var streamHour: Int?
        var planning: Int?
        var progress: Int?

        /// Puts it where `place` waits, or at the end.
        mutating func replace(_ place: WritableKeyPath<Waiting, Int?>, by action: Action) {
            if let index = self[keyPath: place] {
                actions[index] = action
            } else {
                self[keyPath: place] = actions.count
                actions.append(action)
            }
        }

        mutating func add(_ action: Action) {
            switch action {
            case .observed(let observation, let moment): add(observation, at: moment)
            case .planning: replace(\.planning, by: action)
            case .progressed: replace(\.progress, by: action)
            default:
                // What comes now belongs to another plan or invalidation.
                if case .planned = action { planning = nil }
                if case .invalidated = action { progress = nil }
                actions.append(action)
            }
        }

        private mutating func add(_ observation: Observation, at moment: Double) {
            let action = Action.observed(observation, at: moment)
            switch observation {
            case .events(let report):
                guard let index = events, case .observed(.events(var earlier), _) = actions[index]
                else { return replace(\.events, by: action) }
                earlier.merge(report)
                actions[index] = .observed(.events(earlier), at: moment)
            case .sample: replace(\.sample, by: action)
            case .survey: replace(\.survey, by: action)
            case .searchHealth: replace(\.searchHealth, by: action)
            case .link, .sweepProblems, .recorded, .marked, .keyFacts, .inspected:
                actions.append(action)
            case .streamHour: replace(\.streamHour, by: action)
            }
        }
    }

    private enum Bell {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let waiting = Mutex(Waiting())
    private let bell = Mutex(Bell.silent)

    func post(_ action: Action) {
        waiting.withLock { $0.add(action) }
        ring()
    }

    /// Also without an action: the terminal can take a frame again.
    func ring() {
        let consumer = bell.withLock { bell -> CheckedContinuation<Void, Never>? in
            guard case .awaited(let consumer) = bell else {
                bell = .rung
                return nil
            }
            bell = .silent
            return consumer
        }
        consumer?.resume()
    }

    /// Returns when it has rung since the last time: several rings may be one. For one consumer, which is
    /// resumed where it runs; a stream's iterator would wake a second thread each time.
    func rung(isolation: isolated (any Actor)? = #isolation) async {
        await withCheckedContinuation(isolation: isolation) { consumer in
            let isRung = bell.withLock { bell -> Bool in
                if case .rung = bell {
                    bell = .silent
                    return true
                }
                bell = .awaited(consumer)
                return false
            }
            if isRung { consumer.resume() }
        }
    }

    func take() -> [Action] {
        waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting.actions
        }
    }
}
