import Metrics
import Screen

/// What the resources' table has columns for, and what gives way first where there is little room: never
/// the keys that should not be there.
struct ResourceColumns {
    let readings: Readings
    let width: Int
    let isExpanded: Bool

    private struct Entry {
        var column: Table.Column
        var resource: (ResourceReadings) -> Table.Content
        var otherKeys: Table.Content = .empty
        var all: Table.Content = .empty
    }

    var columns: [Table.Column] { entries.map(\.column) }

    /// Columns between two columns: with one fewer 80 have room for the memory.
    var spacing: Int { width < 90 ? 1 : 2 }

    /// Titles of the columns that have no room because of the baseline's.
    var replacedByBaseline: [String] {
        func shown(_ entries: [Entry]) -> [String] {
            Table(
                columns: entries.map(\.column), rows: [Table.Row(entries.map(\.otherKeys))],
                spacing: spacing
            ).shownTitles(width: width)
        }
        let now = shown(entries)
        return shown(entries(comparing: false)).filter { !now.contains($0) }
    }

    func row(_ resource: ResourceReadings) -> Table.Row {
        let ttl = resource.report.ttl
        return Table.Row(
            entries.map { $0.resource(resource) },
            findings: [
                Table.Finding("over", ttl?.overPolicy ?? 0),
                Table.Finding("without expiry", ttl?.withoutExpiry ?? 0),
            ])
    }

    var otherKeys: Table.Row { Table.Row(entries.map(\.otherKeys)) }
    var all: Table.Row { Table.Row(entries.map(\.all)) }

    private var entries: [Entry] { entries(comparing: readings.state.baseline != nil) }

    private func entries(comparing: Bool) -> [Entry] {
        [name] + lookups + (comparing ? comparison : [])
            + [curve(isShort: comparing), misses]
            + (readings.state.hasMissCauses ? [cause(givesWay: comparing)] : [])
            + [keys(isShort: comparing && width < 140), memory] + life
            + (isExpanded ? counts : [])
    }

    private var name: Entry {
        Entry(
            column: .init("resource", width: .fitted(min: 9, max: 16)),
            resource: { .text(DisplayText($0.name), readings.state.matchStyle($0.name)) },
            otherKeys: .text("other keys", .dim),
            all: .text("all", .heading))
    }

    /// A figure of look-ups, which all rows have.
    private func entry(
        _ title: DisplayText, _ columns: Int, priority: Int, style: Style = .plain,
        _ figure: @escaping (LookupReadings) -> Figure
    ) -> Entry {
        Entry(
            column: .init(
                title, width: .fixed(columns), alignment: .trailing, priority: priority),
            resource: { figure($0.lookups).cell(style) },
            otherKeys: figure(readings.otherKeys).cell(style),
            all: figure(readings.total).cell(style))
    }

    private var lookups: [Entry] {
        [
            entry("req/s", 6, priority: 5, \.perSecond),
            entry("10 s", 6, priority: 14) { $0.rate(10) },
            entry(readings.minuteTitle, 6, priority: 0, style: .accent) { $0.rate(60) },
            entry("5 m", 6, priority: 13) { $0.rate(300) },
        ]
    }

    private var comparison: [Entry] {
        [
            compared("base", priority: 3, readings.baseRate),
            compared(readings.deltaTitle, priority: 1, readings.delta),
        ]
    }

    private func compared(
        _ title: DisplayText, priority: Int, _ line: @escaping (String?) -> Line
    ) -> Entry {
        Entry(
            column: .init(title, width: .fixed(6), alignment: .trailing, priority: priority),
            resource: { .line(line($0.name)) }, all: .line(line(nil)))
    }

    /// - Parameter isShort: it makes room for the columns of the baseline.
    private func curve(isShort: Bool) -> Entry {
        let title = readings.sparklineTitle
        return Entry(
            column: .init(
                DisplayText(title.long), short: [DisplayText(title.short)],
                width: .flexible(min: isShort ? 6 : 8, max: 80), priority: 4),
            resource: { .sparkline(readings.rateSparkline(of: $0.name)) },
            otherKeys: .forms(readings.otherKeyExample),
            all: .sparkline(readings.rateSparkline(of: nil)))
    }

    private var misses: Entry { entry("miss/s", 6, priority: 6, \.missesPerSecond) }

    /// Beside a baseline it gives way before what was there already.
    private func cause(givesWay: Bool) -> Entry {
        Entry(
            column: .init("why it misses", width: .fixed(16), priority: givesWay ? 13 : 9),
            resource: { .forms($0.mainCause) })
    }

    /// - Parameter isShort: without the dead ones, which panel 6 has.
    private func keys(isShort: Bool) -> Entry {
        Entry(
            column: .init(
                "keys", width: .fixed(isShort || width < 70 ? 6 : width < 90 ? 15 : 16),
                alignment: .trailing,
                priority: 2),
            resource: { .forms($0.keyForms) }, otherKeys: readings.otherKeyCount.cell(),
            all: readings.keyCount.cell())
    }

    private var memory: Entry {
        Entry(
            column: .init("mem", width: .fixed(8), alignment: .trailing, priority: 7),
            resource: { $0.bytes.cell() }, otherKeys: readings.otherKeyBytes.cell(),
            all: readings.keyBytes.cell())
    }

    /// What only a resource has.
    private func own(
        _ title: DisplayText, _ columns: Int, priority: Int,
        _ line: @escaping (ResourceReadings) -> Line
    ) -> Entry {
        Entry(
            column: .init(
                title, width: .fixed(columns), alignment: .trailing, priority: priority),
            resource: { .line(line($0)) })
    }

    private var life: [Entry] {
        [
            own("TTL", 5, priority: 8, \.timeToLive),
            own("p50", 5, priority: 10) { $0.median.line() },
            own("p90", 5, priority: 11) { $0.ninetieth.line() },
            own("over", 5, priority: 0, \.overPolicy),
            own("none", 5, priority: 0, \.withoutExpiry),
            own("edge", 5, priority: 12, \.edge),
        ]
    }

    private var counts: [Entry] {
        [
            entry("hits", 7, priority: 15, \.allHits),
            entry("misses", 7, priority: 15, \.allMisses),
            entry("looked up in 1 m", 16, priority: 16, \.ofTheMinute),
        ]
    }
}
