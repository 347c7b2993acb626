/// How much of a stretch of the source was understood. Pairs that describe events are in none of the
/// counts.
package struct UnderstandingTally: Sendable {
    /// Pairs and lines of which an event was made, unweighted.
    package private(set) var understood: UInt64 = 0
    /// Pairs and lines that are no events and count against the source.
    package private(set) var against: UInt64 = 0
    /// Lines of a log or a channel, of any kind.
    package private(set) var lines: UInt64 = 0
    /// Of these, the ones behind the last event.
    package private(set) var linesSinceEvent: UInt64 = 0
    /// The first entry or line that was not understood, to show.
    package private(set) var example: String?
    /// The first line that has nothing to do with the cache.
    package private(set) var otherExample: String?

    /// The last ones up to `marked` of `understood`; what was understood since is to be added.
    private var marks = LastOnes()
    private var marked: UInt64 = 0

    package init() {}

    var last: LastOnes {
        var last = marks
        last.append(true, times: understood - marked)
        return last
    }

    @inline(__always)
    mutating func addUnderstood() { understood += 1 }

    mutating func addUnknown(times: UInt64, example text: () -> String) {
        marks = last
        marked = understood
        marks.append(false, times: times)
        against += times
        if example == nil { example = text() }
    }

    /// - Parameter isEvent: one that `addUnderstood` has counted.
    mutating func addLine(isEvent: Bool) {
        lines += 1
        linesSinceEvent = isEvent ? 0 : linesSinceEvent + 1
    }

    mutating func addOther(example text: () -> String) {
        if otherExample == nil { otherExample = text() }
    }

    mutating func merge(_ later: UnderstandingTally) {
        marks = last
        marks.append(contentsOf: later.last)
        understood += later.understood
        marked = understood
        against += later.against
        linesSinceEvent =
            later.understood > 0 ? later.linesSinceEvent : linesSinceEvent + later.lines
        lines += later.lines
        example = later.example ?? example
        otherExample = later.otherExample ?? otherExample
    }
}
