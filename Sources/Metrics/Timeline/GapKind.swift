/// How events were missed: `timeline[].subject` of a gap.
package enum GapKind: String, Sendable, Hashable {
    /// Entries of the stream were trimmed before they were read.
    case trimmed
    /// The stream was begun anew.
    case restarted
    /// Lines came faster than they could be read.
    case dropped
}
