/// The letters of happenings on an axis, at least a column apart.
///
/// Those that would stand in one column or touch become one mark, so that no two letters look like one name:
/// `C+2` is C and two others. Its letter is that of what counts most, or of the newest.
struct ChartMarks {
    struct Mark {
        var event: ChartAxis.Event
        /// How many stand here that are not named.
        var others = 0
        /// The column where its text begins.
        var x: Int

        var text: DisplayText {
            others == 0 ? event.letter : event.letter + DisplayText("+\(others)")
        }

        var end: Int { x + text.columns }
    }

    /// From the left to the right.
    private(set) var marks: [Mark] = []
    private let columns: ChartColumns

    /// - Parameter events: oldest first.
    init(of events: [ChartAxis.Event], among columns: ChartColumns) {
        self.columns = columns
        marks = events.filter { $0.letter.columns > 0 }.map { placed($0, others: 0) }
        // Those of one column stay in the order of their time.
        marks = marks.enumerated().sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }
            .map(\.element)
        while let index = firstMeeting { join(index) }
        marks.removeAll { $0.end > columns.columns }
    }

    /// The first mark that meets the one behind it.
    private var firstMeeting: Int? {
        marks.indices.dropLast().first { marks[$0 + 1].x <= marks[$0].end }
    }

    private mutating func join(_ index: Int) {
        let (one, other) = (marks[index], marks[index + 1])
        let counts = other.event.weight >= one.event.weight ? other.event : one.event
        marks[index] = placed(counts, others: one.others + other.others + 1)
        marks.remove(at: index + 1)
    }

    /// At its place, or as far left of it as its text needs.
    private func placed(_ event: ChartAxis.Event, others: Int) -> Mark {
        var mark = Mark(event: event, others: others, x: columns.place(of: event.position))
        mark.x = max(0, min(mark.x, columns.columns - mark.text.columns))
        return mark
    }
}

extension ChartAxis.Event {
    /// How much it counts beside others.
    fileprivate var weight: Int {
        switch style {
        case .critical: 2
        case .warning: 1
        default: 0
        }
    }
}
