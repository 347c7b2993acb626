/// Why a text is no YAML that is taken here.
package struct YAMLFailure: Error, Equatable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// The end of a sentence, without a full stop.
    package let problem: String

    package var description: String { "line \(line): \(problem)" }
}
