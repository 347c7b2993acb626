import Metrics
package import Screen

extension State {
    /// One frame. Draws from `shown` alone what is measured, so that the screen and a snapshot
    /// can't disagree; the rest is what the operator is doing.
    package func draw() -> Canvas {
        var canvas = Canvas(size: size)
        guard isLargeEnough else {
            drawTooSmall(on: &canvas)
            return canvas
        }
        let layout = Layout(state: self)
        drawBody(layout, on: &canvas)
        canvas.draw(Header(readings: Readings(state: self)), in: layout.header, glyphs: glyphs)
        if let alerts = layout.alerts {
            let line = AlertLine(
                alerts: shown.urgentAlerts,
                isKnown: knowsAlerts, isPast: viewing != nil,
                utcOffsetSeconds: setting.utcOffsetSeconds)
            canvas.draw(line, in: alerts, glyphs: glyphs)
        }
        if let banner = layout.banner {
            let widget: any Widget =
                viewing == nil ? LostBanner(state: self) : PastBanner(state: self)
            canvas.draw(widget, in: banner, glyphs: glyphs)
        }
        if let tabs = layout.tabs {
            canvas.draw(PanelTabs(focus: focus), in: tabs, glyphs: glyphs)
        }
        canvas.draw(Footer(state: self), in: layout.footer, glyphs: glyphs)
        if let notice { drawNotice(notice, layout, on: &canvas) }
        drawDialog(layout, on: &canvas)
        return canvas
    }

    /// Whether `shown` has all alerts of its moment.
    private var knowsAlerts: Bool {
        if viewing != nil { return !isNotRecorded("alerts") }
        return isReplay || lastLook != nil && !isLost
    }

    /// In the longest words that there is room for.
    private func drawTooSmall(on canvas: inout Canvas) {
        let sentence = "cachetop needs 40x10; this is \(size.columns)x\(size.rows). q quits."
        let forms = [sentence, "cachetop needs 40x10", "needs 40x10", "40x10"].map {
            DisplayText($0).wrapped(to: max(1, size.columns))
        }
        let lines = forms.first { $0.count <= size.rows } ?? forms.last ?? []
        for (row, line) in lines.enumerated() { canvas.write(line, x: 0, y: row) }
    }

    private func drawBody(_ layout: Layout, on canvas: inout Canvas) {
        if view != .dashboard {
            drawView(in: layout.body, on: &canvas)
        } else if isExpanded || layout.isSingle {
            if let kind = PanelKind[focus] {
                let isWhole = isExpanded || hasRoomForAResource(layout)
                drawPanel(kind, in: layout.body, expanded: isWhole, on: &canvas)
            }
        } else {
            for kind in PanelKind.all {
                guard let place = layout.places[kind.id] else { continue }
                drawPanel(kind, in: place, expanded: false, on: &canvas)
            }
            for divider in layout.dividers {
                drawDivider(divider, places: layout.places.values.map { $0 }, on: &canvas)
            }
        }
        if isLost { dimmed(&canvas, in: layout.body) }
    }

    /// One panel at a time: below the table of resources there may be room for one of them by itself.
    private func hasRoomForAResource(_ layout: Layout) -> Bool {
        guard layout.isSingle, focus == .resources, let kind = PanelKind[focus] else {
            return false
        }
        return ResourceNotes(readings: Readings(state: self)).count == 0
            && layout.body.height >= kind.height(self) + 4
    }

    private func drawView(in body: Rect, on canvas: inout Canvas) {
        switch view {
        case .dashboard: break
        case .resource(let name):
            canvas.draw(ResourceView(state: self, name: name), in: body, glyphs: glyphs)
        case .findings: canvas.draw(FindingsView(state: self), in: body, glyphs: glyphs)
        case .why(let name): canvas.draw(WhyView(state: self, name: name), in: body, glyphs: glyphs)
        case .key(let name): canvas.draw(KeyView(state: self, name: name), in: body, glyphs: glyphs)
        case .keys(let kind, let name):
            canvas.draw(
                KeyListView(state: self, kind: kind, name: name), in: body, glyphs: glyphs)
        }
    }

    /// A line between two panels, joined to every rule that meets it.
    private func drawDivider(_ divider: Rect, places: [Rect], on canvas: inout Canvas) {
        let x = divider.x
        canvas.horizontalLine(x: x - 1, y: divider.y, width: 3, glyphs: glyphs)
        let below = canvas[x, divider.maxY].map {
            $0.style == .border || $0.style == .focusedBorder
        }
        canvas.verticalLine(
            x: x, y: divider.y, height: divider.height + (below == true ? 1 : 0), glyphs: glyphs)
        for place in places where place.y > divider.y && place.y < divider.maxY {
            if place.maxX == x {
                canvas.horizontalLine(x: x - 1, y: place.y, width: 2, glyphs: glyphs)
            } else if place.x == x + 1 {
                canvas.horizontalLine(x: x, y: place.y, width: 2, glyphs: glyphs)
            }
        }
    }

    private func drawPanel(
        _ kind: PanelKind, in rect: Rect, expanded: Bool, on canvas: inout Canvas
    ) {
        let view = PanelView(kind: kind, state: self, isExpanded: expanded, place: rect)
        canvas.draw(view, in: rect, glyphs: glyphs)
    }

    /// Old numbers: still readable, plainly not of now.
    func dimmed(_ canvas: inout Canvas, in rect: Rect) {
        for y in rect.y..<rect.maxY {
            for x in rect.x..<rect.maxX {
                guard let cell = canvas[x, y] else { continue }
                switch cell.style {
                case .border, .focusedBorder, .title, .focusedTitle, .selected: continue
                default: canvas.restyle(Rect(x: x, y: y, width: 1, height: 1), .dim)
                }
            }
        }
    }

    /// Over the last rows of the body where it does not fit the footer: an outcome is never cut.
    private func drawNotice(_ notice: Notice, _ layout: Layout, on canvas: inout Canvas) {
        switch mode {
        case .filtering, .commanding: return
        default: break
        }
        let lines = DisplayText(notice.text).wrapped(to: max(1, layout.footer.width - 2))
        let rows = mode.isDialog ? 1 : min(lines.count, max(1, size.rows - 2))
        let free = running == nil ? layout.footer.maxY : layout.footer.y
        let place = Rect(x: 0, y: free - rows, width: layout.footer.width, height: rows)
        canvas.fill(place)
        for (row, line) in lines.prefix(rows).enumerated() {
            let isCut = row == rows - 1 && lines.count > rows
            canvas.write(
                Line(" ") + Line(isCut ? line + glyphs.ellipsis : line, notice.style),
                in: place.row(row), glyphs: glyphs)
        }
    }

    private func drawDialog(_ layout: Layout, on canvas: inout Canvas) {
        if mode.isDialog { dimmed(&canvas, in: layout.body) }
        switch mode {
        case .browsing, .filtering: return
        case .commanding(let entry):
            canvas.draw(ProposalList(entry: entry), in: layout.dialogs, glyphs: glyphs)
        case .alerts(let offset):
            canvas.draw(
                AlertsDialog(state: self, offset: offset), in: layout.dialogs, glyphs: glyphs)
        case .help(let offset):
            canvas.draw(HelpDialog(state: self, offset: offset), in: layout.dialogs, glyphs: glyphs)
        case .choosing(let menu):
            canvas.draw(
                ScopeMenuDialog(state: self, menu: menu), in: layout.dialogs, glyphs: glyphs)
        case .asking(let question):
            canvas.draw(
                QuestionDialog(state: self, question: question), in: layout.dialogs, glyphs: glyphs)
        case .confirming(let confirmation):
            draw(confirmation, in: layout.dialogs, on: &canvas)
        case .leaving:
            guard let running else { return }
            canvas.draw(LeavingDialog(running: running), in: layout.dialogs, glyphs: glyphs)
        }
    }

    private func draw(
        _ confirmation: Confirmation, in body: Rect, on canvas: inout Canvas
    ) {
        let scope = confirmation.scope
        switch confirmation.stage {
        case .counting(let progress):
            canvas.draw(
                CountingDialog(scope: scope, progress: progress, seconds: now - confirmation.since),
                in: body,
                glyphs: glyphs)
        case .planned(let planned):
            canvas.draw(
                PlanDialog(state: self, planned: planned, confirmation), in: body, glyphs: glyphs)
        case .failed(let problem):
            let dialog = ProblemDialog(
                state: self, scope: scope, problem: problem, offset: confirmation.offset)
            canvas.draw(dialog, in: body, glyphs: glyphs)
        }
    }
}

extension State {
    /// Writes a sentence of several lines, and how many it took.
    @discardableResult
    func explain(
        _ why: String, _ style: Style = .warning, on canvas: inout Canvas, in rect: Rect
    ) -> Int {
        let lines = DisplayText(why).wrapped(to: max(1, rect.width - 1))
        for (row, line) in lines.prefix(max(0, rect.height)).enumerated() {
            let isCut = row == rect.height - 1 && lines.count > rect.height
            canvas.write(
                isCut ? line + glyphs.ellipsis : line, x: rect.x, y: rect.y + row, style: style)
        }
        return min(lines.count, max(0, rect.height))
    }
}
