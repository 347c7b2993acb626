/// What a kind of shopper does, step by step: a scenario.
struct LoadScenario: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case get(URLTemplate)
        /// The pause before the next step, in seconds.
        case think(Double)
    }

    var name: String
    /// How often it is taken, relative to the others.
    var weight: Int
    var steps: [Step]
}

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

/// What one shopper does, with all choices made: what is looked at is also what is then bought.
struct Flow: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case get(path: String, LoadResource)
        case think(Duration)
    }

    var steps: [Step]

    init(steps: [Step]) { self.steps = steps }

    /// Draws once for each name in the scenario.
    init(_ scenario: LoadScenario, _ shoppers: inout Shoppers) {
        var values: [ShopperChoice: String] = [:]
        steps = scenario.steps.map { step in
            switch step {
            case .think(let seconds): return .think(.seconds(seconds))
            case .get(let template):
                for choice in template.choices where values[choice] == nil {
                    values[choice] = shoppers.value(of: choice)
                }
                let path = template.path(values)
                return .get(path: path, LoadResource(path: path))
            }
        }
    }
}
