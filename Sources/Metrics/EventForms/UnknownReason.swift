/// Why something that arrived is no event.
package enum UnknownReason: Sendable, Hashable {
    /// Where an outcome is expected stands none that this version knows.
    case outcome
    /// An outcome without a key.
    case noKey
    /// A weight that is no number from 1 to 1,000,000; the pairs after it count once.
    case weight
    /// A field of an entry in which nothing is understood, or a line of another form.
    case form
    /// A line longer than 64 KiB.
    case tooLong
    /// The expression of `--events-line` took too many steps on this line.
    case tooCostly
}
