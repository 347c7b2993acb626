import FoundationEssentials
import LiveCache
import Metrics
import Synchronization

/// Passes alerts on to the command of `--on-alert`: one run at a time, one a minute of each rule.
final class AlertCaller: Sendable {
    private struct State {
        var calls = AlertCalls()
        /// The server's clock when the newest change came in, and ours.
        var at = Timestamp(milliseconds: 0)
        var seconds = 0.0
    }

    private let command: AlertCommand
    private let endpoint: String
    private let environment: [String: String]
    private let state = Mutex(State())
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(
        _ command: AlertCommand, endpoint: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.command = command
        self.endpoint = endpoint
        self.environment = AlertEnvironment.of(environment)
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ changes: [AlertChange], at moment: Timestamp) {
        let seconds = LiveCache.monotonicSeconds()
        state.withLock { state in
            state.calls.add(changes)
            (state.at, state.seconds) = (moment, seconds)
        }
        bell.yield()
    }

    /// Until it is cancelled; a command that runs then is ended.
    /// - Parameter report: is called after each run.
    func run(_ report: @Sendable (AlertCallOutcome) -> Void) async {
        for await _ in rings {
            while !Task.isCancelled, await step(report) {}
        }
    }

    /// False: nothing waits.
    private func step(_ report: @Sendable (AlertCallOutcome) -> Void) async -> Bool {
        let now = LiveCache.monotonicSeconds()
        switch state.withLock({ $0.calls.next(at: now) }) {
        case .idle: return false
        case .wait(let seconds):
            // Another rule may be due earlier.
            try? await Task.sleep(for: .seconds(min(seconds, 0.5)))
        case .call(let call):
            if let outcome = await pass(call, at: now) { report(outcome) }
        }
        return true
    }

    /// nil: it was ended because cachetop ends.
    private func pass(_ call: AlertCall, at now: Double) async -> AlertCallOutcome? {
        let moment = state.withLock { $0.at.adding(seconds: max(0, now - $0.seconds)) }
        var failure = command.problem
        if failure == nil {
            do {
                let input = try call.json(at: moment, endpoint: endpoint)
                failure = await AlertProcess(path: command.path, environment: environment).run(
                    input)
            } catch {
                failure = "its document could not be made (\(error))"
            }
        }
        guard !Task.isCancelled else { return nil }
        return AlertCallOutcome(path: command.path, rule: call.rule, failure: failure)
    }
}
