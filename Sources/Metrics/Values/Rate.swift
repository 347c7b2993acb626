/// The only division by time in the house.
package enum Rate {
    /// Per second, of a counter that was `old` and is `new` after `seconds`; nil when the counter
    /// went back (a restart, CONFIG RESETSTAT), a reading is missing or no time has passed.
    package static func perSecond(from old: UInt64?, to new: UInt64?, seconds: Double) -> Double? {
        guard let old, let new, new >= old else { return nil }
        return perSecond(Double(new - old), seconds: seconds)
    }

    package static func perSecond(_ amount: Double, seconds: Double) -> Double? {
        guard seconds > 0, seconds.isFinite, amount.isFinite, amount >= 0 else { return nil }
        let rate = amount / seconds
        return rate.isFinite ? rate : nil
    }
}
