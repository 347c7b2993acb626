/// The stampedes of one resource.
package struct StampedeFinding: Sendable, Hashable {
    package struct Example: Sendable, Hashable {
        package var key: [UInt8]
        package var at: Timestamp
        package var misses: UInt64
        /// nil: less than the time by which events may be late.
        package var fillSeconds: Double?
    }

    /// In each of the last ten minutes of the clock, oldest first.
    package var minutes: [UInt64]
    /// Misses in those of the last two.
    package var misses: UInt64
    /// Most misses first, each key once.
    package var largest: [Example]
}
