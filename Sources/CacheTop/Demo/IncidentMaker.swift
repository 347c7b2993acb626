import Foundation
import RedisClient

/// Makes the demo's incidents as the operator asks for them, and ends those that go on for ever.
@MainActor
final class IncidentMaker {
    private let endpoint: RedisEndpoint
    private var underWay: [Incident: Task<Void, Never>] = [:]

    init(endpoint: RedisEndpoint) { self.endpoint = endpoint }

    /// One that goes on already goes on.
    /// - Parameter failed: why it could not be made, as a sentence.
    func make(_ incident: Incident, failed: @escaping @Sendable (String) -> Void) {
        guard underWay[incident] == nil else { return }
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

    func endAll() {
        for task in underWay.values { task.cancel() }
    }
}
