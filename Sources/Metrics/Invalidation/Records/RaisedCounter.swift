/// A version counter that was incremented.
package struct RaisedCounter: Sendable, Hashable {
    package var key: [UInt8]
    /// What INCR answered last.
    package var to: Int64
    /// It was missing, which the API reads as 1: then it was incremented twice.
    package var wasMissing: Bool
    /// What it was found to be afterwards; nil: it was not read, nil inside: it is gone or no integer.
    package var now: Int64??

    package init(key: [UInt8], to: Int64, wasMissing: Bool) {
        self.key = key
        self.to = to
        self.wasMissing = wasMissing
    }

    /// The value before the last INCR; nil where there was none, or it is no Int64.
    package var from: Int64? {
        let (before, overflow) = to.subtractingReportingOverflow(1)
        return wasMissing || overflow ? nil : before
    }
}
