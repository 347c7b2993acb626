import Metrics
import Synchronization

/// The listeners to ask about: those whose keys the sweep found, and one of the usual name. Shared by the
/// sweep and the polls, from one connection to the next.
final class ListenerNames: Sendable {
    private let state = Mutex<[[UInt8]]>([])

    var all: [[UInt8]] {
        let found = found
        let standard = ListenerKey.standardName
        return found.contains(standard) ? found : [standard] + found
    }

    /// Those whose keys were there once.
    var found: [[UInt8]] { state.withLock { $0 } }

    /// Those that an earlier run saw.
    func recall(_ names: [[UInt8]]) {
        state.withLock { $0 = Array(names.prefix(ListenerKey.mostNames)) }
    }

    /// Those that are gone give way to new ones.
    func note(_ survey: KeyspaceSurvey) {
        guard !survey.listeners.isEmpty else { return }
        state.withLock { found in
            let gone = found.filter { !survey.listeners.contains($0) }
            // An unfinished sweep does not say who is gone.
            let names =
                survey.isComplete
                ? survey.listeners + gone
                : found + survey.listeners.filter { !found.contains($0) }
            found = Array(names.prefix(ListenerKey.mostNames))
        }
    }
}
