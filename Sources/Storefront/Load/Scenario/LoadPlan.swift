/// The whole of a load: when shoppers come, and what they do.
struct LoadPlan: Sendable {
    var phases: [LoadPhase]
    /// Empty: the built-in mix, a request each (`Shoppers.mix`).
    var scenarios: [LoadScenario] = []

    /// Infinite: until stopped.
    var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }

    /// The phase that runs after so many seconds, or the last.
    func phase(at seconds: Double) -> Int {
        var end = 0.0
        for (index, phase) in phases.enumerated() {
            end += phase.seconds
            if seconds < end { return index }
        }
        return max(0, phases.count - 1)
    }

    /// What the shopper does who comes next.
    func flow(_ shoppers: inout Shoppers) -> Flow {
        guard let scenario = scenario(&shoppers) else {
            let request = shoppers.next()
            return Flow(steps: [.get(path: request.path, LoadResource(request.resource))])
        }
        return Flow(scenario, &shoppers)
    }

    private func scenario(_ shoppers: inout Shoppers) -> LoadScenario? {
        guard !scenarios.isEmpty else { return nil }
        var left = shoppers.number(below: scenarios.reduce(0) { $0 + $1.weight })
        for scenario in scenarios {
            left -= scenario.weight
            if left < 0 { return scenario }
        }
        return nil
    }
}
