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
