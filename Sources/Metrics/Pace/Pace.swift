/// How much a plan and a purge may take of a server that others need, too: the operator's choice.
package enum Pace: String, Sendable, Hashable, CaseIterable {
    /// As if others were busy, and a tenth of the time at most.
    case gentle
    /// Gives way while others use the server; at full speed while they do not.
    case normal
    /// As fast as the server answers, whoever else waits.
    case full
}
