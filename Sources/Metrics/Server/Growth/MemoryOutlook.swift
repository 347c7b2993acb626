/// What the growth of used memory says of when it is full, or why it does not say it: one of these at a time.
package enum MemoryOutlook: String, Sendable, Hashable, CaseIterable, ExtensibleKind {
    /// Growth is not measured long enough.
    case notMeasured
    /// It fell suddenly, or Redis was restarted: what was lost is filled again.
    case refilling
    case shrinks
    /// Neither more nor less.
    case steady
    /// Up and down, without growing.
    case swings
    /// It grows, and there is no limit.
    case noLimit
    /// It grows, and the limit is not known.
    case limitUnknown
    /// Its growth slows, so that it comes to an end below the limit.
    case levelsOff
    /// It grows, and is not known to for long enough: see `forecastNeedsSeconds`.
    case tooEarly
    /// At this growth it is full later than any forecast reaches.
    case notSoon
    /// `secondsUntilFull` says when.
    case fills
    /// Of a version of cachetop that knows more.
    case other
}
