/// A parameter that can't be used: 400 over HTTP.
struct ParameterError: Error, Equatable, CustomStringConvertible {
    let name: String
    let problem: String

    var description: String { "The parameter '\(name)' \(problem)." }
}
