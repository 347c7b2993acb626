import FoundationEssentials
import Metrics
import RedisClient

/// Makes the demo's incidents as the operator asks for them; ends those that go on for ever, and takes back
/// the keys that they wrote.
@MainActor
final class IncidentMaker {
    private let endpoint: RedisEndpoint
    private var underWay: [Incident: Task<Void, Never>] = [:]
    /// Since the last end.
    private var made: Set<Incident> = []

    init(endpoint: RedisEndpoint) { self.endpoint = endpoint }

    /// One that goes on already goes on.
    /// - Parameter failed: why it could not be made, as a sentence.
    func make(_ incident: Incident, failed: @escaping @Sendable (String) -> Void) {
        guard underWay[incident] == nil else { return }
        made.insert(incident)
        let script = IncidentScript(incident: incident, endpoint: endpoint)
        underWay[incident] = Task { [weak self] in
            do {
                try await script.run()
            } catch {
                if !Task.isCancelled {
                    failed("The incident \(incident.rawValue) could not be made: \(error)")
                }
            }
            self?.underWay[incident] = nil
        }
    }

    /// Whether one is not over.
    var isAtWork: Bool { !underWay.isEmpty }

    /// Without a word: cachetop ends, and the demo's Redis with it.
    func stop() {
        for task in underWay.values { task.cancel() }
    }

    /// Ends what goes on, and lets the keys that were written expire.
    ///
    /// - Returns: what ended and what is left, as a sentence.
    /// - Throws: what Redis refuses, and a lost connection.
    func endAll() async throws -> String {
        let tasks = Array(underWay.values)
        for task in tasks { task.cancel() }
        // Nothing is written any more behind what is taken back.
        for task in tasks { await task.value }
        let ended = Incident.allCases.filter(made.contains)
        guard !ended.isEmpty else { return "No incident was made, so there is nothing to end." }
        var keys = 0
        for incident in ended {
            keys += try await IncidentScript(incident: incident, endpoint: endpoint).takeBack()
        }
        made = []
        let names = ended.map(\.rawValue).joined(separator: ", ")
        let who = ended.count == 1 ? "it" : "they"
        let left =
            keys == 0
            ? "No key that \(who) wrote is left."
            : "\(Format.keys(keys)) that \(who) wrote \(keys == 1 ? "expires" : "expire") now."
        return "Ended: \(names). \(left)"
    }
}
