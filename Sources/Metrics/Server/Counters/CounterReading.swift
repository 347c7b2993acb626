/// What one poll of a version counter saw.
package enum CounterReading: Sendable, Hashable {
    case value(Int64)
    /// The key does not exist: generation 1 to the API, but not 0, and not "1" here.
    case absent
    /// The key is there and is no integer: why the API can't count with it, as a sentence.
    case unusable(String)
    /// The key could not be read.
    case unavailable(SourceProblem)
}
