package import Metrics

/// What happens while an invalidation is carried out at once.
package enum ExecutionEvent: Sendable, Hashable {
    /// These keys are about to be removed.
    case willRemove([[UInt8]])
    /// Keys that this selects are about to be looked for and removed.
    case willSearch(KeySelector)
    /// A counter was raised.
    case raised([UInt8])
    /// These keys were there and are gone; those that a later `removedMatching` covers are left out.
    case removed([[UInt8]])
    /// Keys that these globs match were there and are gone.
    case removedMatching([[UInt8]])
}
