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
