import Dashboard
import Metrics
import Synchronization

/// What waits for the loop. Collectors, the terminal and outcomes post; the loop takes all at once.
///
/// Bounded without waiting: of events, samples, surveys and the search engine's health at most one
/// of each waits (a report is merged into the one that waits, a newer one of the others replaces
/// it), so a stalled terminal never pushes back on Redis. Keys, replies and outcomes are all kept, in their order.
final class Mailbox: Sendable {
    private struct Waiting {
        var actions: [Action] = []
        /// Where in `actions` the mergeable kinds wait.
        var events: Int?
        var sample: Int?
        var survey: Int?
        var searchHealth: Int?
    }

    private let waiting = Mutex(Waiting())
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when there is something to take; several posts may ring once. One consumer.
    let rings: AsyncStream<Void>

    init() {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ action: Action) {
        waiting.withLock { waiting in
            guard case .observed(let observation, let moment) = action else {
                waiting.actions.append(action)
                return
            }
            switch observation {
            case .events(let report):
                if let index = waiting.events,
                    case .observed(.events(var earlier), _) = waiting.actions[index]
                {
                    earlier.merge(report)
                    waiting.actions[index] = .observed(.events(earlier), at: moment)
                    return
                }
                waiting.events = waiting.actions.count
            case .sample:
                if let index = waiting.sample {
                    waiting.actions[index] = action
                    return
                }
                waiting.sample = waiting.actions.count
            case .survey:
                if let index = waiting.survey {
                    waiting.actions[index] = action
                    return
                }
                waiting.survey = waiting.actions.count
            case .searchHealth:
                if let index = waiting.searchHealth {
                    waiting.actions[index] = action
                    return
                }
                waiting.searchHealth = waiting.actions.count
            case .link, .sweepProblems, .recorded: break
            }
            waiting.actions.append(action)
        }
        bell.yield()
    }

    /// Rings without an action: the terminal can take a frame again.
    func ring() { bell.yield() }

    func take() -> [Action] {
        waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting.actions
        }
    }

    func close() { bell.finish() }
}
