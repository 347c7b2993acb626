import Glibc

/// The operator's time zone, as the system has it (`TZ`, /etc/localtime).
package enum LocalTime {
    /// East of Greenwich, at this moment.
    package static var utcOffsetSeconds: Int {
        var now = time(nil)
        var parts = tm()
        tzset()
        return localtime_r(&now, &parts) == nil ? 0 : parts.tm_gmtoff
    }
}
