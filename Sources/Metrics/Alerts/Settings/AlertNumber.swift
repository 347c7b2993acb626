/// A number of a rule that the configuration may set: a bound, or how long something is measured.
package struct AlertNumber: Sendable, Hashable {
    package enum Unit: Sendable, Hashable {
        /// 0…1, written as `85%`.
        case share
        /// Of a hundred: 0.05 is 5.
        case points
        case seconds
        case perSecond
        case count
    }

    package let name: String
    package let unit: Unit
    /// nil: a rule that needs it is off until it is set.
    package let standard: Double?
    package let range: ClosedRange<Double>
    /// The only values; empty: all in the range.
    package let choices: [Double]
    /// It may be set for a resource alone.
    package let isPerResource: Bool

    init(
        _ name: String, _ unit: Unit, _ standard: Double?, in range: ClosedRange<Double>? = nil,
        choices: [Double] = [], perResource: Bool = false
    ) {
        self.name = name
        self.unit = unit
        self.standard = standard
        self.range = range ?? Self.range(of: unit)
        self.choices = choices
        isPerResource = perResource
    }

    private static func range(of unit: Unit) -> ClosedRange<Double> {
        switch unit {
        case .share: 0...1
        case .points: 0.001...1
        case .seconds: 1...86_400
        case .perSecond, .count: 0...1e9
        }
    }

    /// How long look-ups may be added up: the windows of the snapshot.
    static func window(_ standard: Int) -> AlertNumber {
        AlertNumber("over", .seconds, Double(standard), choices: Window.lengths.map(Double.init))
    }

    /// As a person writes it.
    package func text(_ value: Double) -> String {
        switch unit {
        case .share: "\(Self.plain(value * 100))%"
        case .points: Self.plain(value * 100)
        case .seconds: Format.span(value)
        case .perSecond: "\(Self.plain(value)) a second"
        case .count: Self.plain(value)
        }
    }

    private static func plain(_ value: Double) -> String {
        var text = Format.decimal(value, places: 1)
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text
    }

    /// What to write, for a value that is none.
    package var hint: String {
        if !choices.isEmpty { return "use \(choices.map { text($0) }.joined(separator: ", "))" }
        return switch unit {
        case .share: "use a percentage from 0% to 100%, as in 85%"
        case .points: "use points of a hundred from 0.1 to 100, as in 5"
        case .seconds:
            "use a time from \(text(range.lowerBound)) to \(text(range.upperBound)), as in 30s"
        case .perSecond, .count: "use a number from 0 to 1000000000"
        }
    }

    package func accepts(_ value: Double) -> Bool {
        range.contains(value) && (choices.isEmpty || choices.contains(value))
    }
}
