import ArgumentParser
import Console
import Dashboard
import Metrics
import Screen

struct Render: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws a snapshot as text or as a picture, without a terminal and without Redis.")

    @Option(help: ArgumentHelp("The snapshot to draw; - for standard input.", valueName: "file"))
    var from: String

    @Option(help: ArgumentHelp("Columns and rows.", valueName: "WxH"))
    var size: String = "120x40"

    @Option(
        help: ArgumentHelp(
            "What to draw: dashboard, help, alerts; one panel on the whole screen ("
                + PanelKind.all.map(\.id.rawValue).joined(separator: ", ")
                + "); resource:NAME, over:NAME, none:NAME, key:KEY.",
            valueName: "view"))
    var view: String = "dashboard"

    @Option(help: "As what: text, or a picture in colour (svg).")
    var format: Format = .text

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Draw this moment of the file's history: 03:07:12 (UTC), -10m (before the file's "
                + "own moment), or 2026-11-26T03:07:12Z.", valueName: "time"))
    var at: String?

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, svg }

    func run() async throws {
        guard let size = Self.size(size) else {
            throw Ending(.usedWrongly, "--size is '\(size)'; use columns x rows, as in 120x40.")
        }
        let snapshot = try SnapshotFile.read(from)
        var state = State(replaying: snapshot, size: size)
        state.setting.isASCII = ascii
        if let at { try show(at, in: &state) }
        guard state.open(view: view) else {
            throw Ending(
                .usedWrongly, "there is no view '\(view)'; cachetop render --help lists them.")
        }
        let canvas = state.draw()
        switch format {
        case .text: try Output.put(canvas.lines.joined(separator: "\n") + "\n")
        case .svg:
            let title = "cachetop, \(view), at \(snapshot.takenAt)"
            try Output.put(CanvasPicture(canvas: canvas).document(title: title))
        }
    }

    private func show(_ text: String, in state: inout State) throws {
        let end = state.shown.takenAt
        guard let typed = TypedMoment(text) else {
            throw Ending(
                .usedWrongly,
                "--at is '\(text)'; use a time of day in UTC (03:07:12), a time before the file's own "
                    + "moment (-10m), or a whole one (2026-11-26T03:07:12Z).")
        }
        let moment = typed.resolved(at: end, utcOffsetSeconds: 0)
        guard !state.view(at: moment) else { return }
        guard let recorded = state.recorded, recorded.lowerBound < recorded.upperBound else {
            throw Ending(
                .usedWrongly,
                "\(from) has no history: --at needs a file that w, or cachetop snapshot --history, "
                    + "has written.")
        }
        let isOutside = !recorded.contains(moment)
        throw Ending(
            .usedWrongly,
            (isOutside
                ? "--at is \(moment), outside the history of \(from): "
                : "Nothing was recorded at \(moment). The history of \(from): ")
                + "\(recorded.lowerBound) to \(recorded.upperBound).")
    }

    private static func size(_ text: String) -> Size? {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...1000).contains(columns), (1...1000).contains(rows)
        else { return nil }
        return Size(columns: columns, rows: rows)
    }
}
