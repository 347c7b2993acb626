import Metrics
import Screen

/// Asks for the identifier of a scope, and lists the known ones that fit.
struct QuestionDialog: Widget {
    let state: State
    let question: Question

    private static let listed = 8
    /// With fewer columns the age of the counts would take the place of the counts, or of names.
    private static let agedColumns = 44

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(76, max(38, rect.width - 2))
        let lines = warning(width: width - 4, rows: rect.height)
        let names = question.names.count
        // Its heading and the rows, or a line that says why there are none.
        let listed = names == 0 ? 1 : 1 + min(Self.listed, names)
        let least = 4 + lines.count
        let isRoomy = rect.height >= least + listed + 3
        let place = rect.centered(
            width: width, height: min(rect.height, least + listed + (isRoomy ? 3 : 0)))
        let box = Box(
            DisplayText("Invalidate \(question.kind.rawValue)"), annotation: count,
            style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        var rest = box.content(of: place)
        if isRoomy { rest = rest.splitTop(1).rest }
        drawField(on: &canvas, in: rest.row(0), glyphs)
        rest = rest.splitTop(1).rest
        for line in lines {
            canvas.write(Line(line, .warning), in: rest.row(0), glyphs: glyphs)
            rest = rest.splitTop(1).rest
        }
        let (list, hints) = rest.splitBottom(isRoomy ? 2 : 1)
        canvas.draw(
            table(list.width, showsHeader: list.height > 3),
            in: isRoomy ? list.splitTop(1).rest : list, glyphs: glyphs)
        canvas.write(
            Line.first(of: self.hints(glyphs), within: hints.width),
            in: hints.row(hints.height - 1), glyphs: glyphs)
    }

    private func drawField(on canvas: inout Canvas, in row: Rect, _ glyphs: Glyphs) {
        let label = Line(DisplayText("\(question.kind.argumentName ?? ""): "))
        canvas.write(label, in: row, glyphs: glyphs)
        let placeholder: DisplayText =
            switch question.kind {
            case .product, .inventory: "for example 42"
            case .category: "for example shoes"
            case .facets: "empty: all facets"
            case .pattern: "for example facets:*"
            default: ""
            }
        canvas.draw(
            InputField(DisplayText(question.text), placeholder: placeholder),
            in: row.inset(left: label.columns), glyphs: glyphs)
    }

    private var count: Line {
        guard let known = question.known, let count = known.count, count > 0 else { return Line() }
        let what = question.kind == .key ? "keys" : "names"
        let many =
            known.isWhole
            ? "\(Format.grouped(known.names.count)) \(what) seen"
            : "\(Format.grouped(known.names.count)) of ~\(Format.grouped(count)) \(what) listed"
        let counted = state.beginning(state.shown.events.countedFrom)
        let since = counted.isEmpty ? "" : ", look-ups \(counted) at least"
        return Line.first(
            of: ["\(many)\(since), most used first", many + since, many].map {
                Line(DisplayText($0), .dim)
            }, within: 50)
    }

    /// A plan counts anew: of when this count is, where there is room for it.
    private func keysTitle(width: Int) -> String {
        guard width >= Self.agedColumns, let swept = question.known?.sweptAt else { return "keys" }
        return "keys " + Format.ago(max(0, state.serverNow.seconds(since: swept)))
    }

    /// Empty: the name is known, or Enter was not pressed yet. Names that it may have been keep two rows.
    private func warning(width: Int, rows: Int) -> [DisplayText] {
        guard question.isWarned else { return [] }
        let swept = question.known?.sweptAt.map {
            " (swept \(Format.ago(max(0, state.serverNow.seconds(since: $0)))))"
        }
        let forms = [
            "Not in any key\(swept ?? "") or event. Enter again plans it anyway.",
            "In no key or event. Enter again plans it anyway.",
        ].map { DisplayText($0).wrapped(to: width) }
        return forms.first { $0.count + 6 <= rows } ?? forms.last ?? []
    }

    private func table(_ width: Int, showsHeader: Bool) -> Table {
        Table(
            columns: [
                .init("", width: .fixed(1)),
                .init(
                    "seen in keys, events", width: .flexible(min: 12, max: 60), truncation: .middle),
                .init("look-ups", width: .fixed(8), alignment: .trailing, priority: 1),
                .init(
                    DisplayText(keysTitle(width: width)),
                    width: .fixed(width >= Self.agedColumns ? 13 : 6), alignment: .trailing,
                    priority: 2),
                .init("last purged", width: .fixed(11), alignment: .trailing, priority: 3),
            ],
            rows: question.names.enumerated().map { row($1, isChosen: $0 == question.choice) },
            selected: question.choice, spacing: 1,
            showsHeader: showsHeader && !question.names.isEmpty,
            placeholder: Line.first(of: placeholders.map { Line($0, .dim) }, within: width))
    }

    private func row(_ name: KnownNames.Name, isChosen: Bool) -> Table.Row {
        let purged = name.invalidatedAt.map {
            Format.ago(max(0, state.serverNow.seconds(since: $0)))
        }
        return Table.Row([
            .text(DisplayText(isChosen ? state.glyphs.selection : " ")),
            .text(DisplayText(name.text)),
            // A lower bound: not every key has a counter of its own at all times.
            .text(DisplayText(name.lookups.map { Format.count($0) + "+" } ?? Format.absent)),
            .text(DisplayText(name.keys.map { Format.count($0) } ?? Format.absent)),
            .text(DisplayText(purged ?? Format.absent), .dim),
        ])
    }

    /// Why no name is listed, longest first.
    private var placeholders: [String] {
        guard let known = question.known else { return [] }
        guard known.names.isEmpty else { return ["no known name is like this"] }
        return known.sweptAt == nil
            ? ["no names known yet: the keys are still being looked at", "no names known yet"]
            : ["no key has such a name now"]
    }

    /// What Enter does next: a name that nothing has needs it twice.
    private func hints(_ glyphs: Glyphs) -> [Line] {
        let arrows = "\(glyphs.up)\(glyphs.down)"
        let forms =
            question.isWarned
            ? [("Tab \(arrows)", "plans it anyway"), ("", "plans it anyway")]
            : [("Tab \(arrows)", "shows the plan"), (arrows, "plans")]
        return forms.map { keys, words in
            let choose = keys.isEmpty ? Line() : Line(keys, .key) + Line(" choose  ", .dim)
            return choose + Line("Enter", .key) + Line(DisplayText(" \(words)  "), .dim)
                + Line("Esc", .key) + Line(" leaves", .dim)
        }
    }
}
