import Screen

/// What is dangerous, what the focused panel shows, and all keys, from the table that dispatches them.
struct HelpDialog: Widget {
    let state: State
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.draw(box(in: rect), in: rect, glyphs: glyphs)
    }

    func box(in rect: Rect) -> ScrollBox {
        let width = min(rect.width, 74)
        let lines = lines(state.glyphs)
        var box = ScrollBox("Help", width: width, lines: lines, offset: offset)
        box.annotations = state.closingHints(isWhole: box.isWhole(in: rect))
        return box
    }

    /// Columns of the text.
    private var width: Int { max(30, min(70, state.size.columns - 4)) }

    /// What is dangerous, then what the operator looks at, then all keys.
    private func lines(_ glyphs: Glyphs) -> [Line] {
        let offered = Keymap.offered(readOnly: state.setting.isReadOnly)
        var lines = changing(offered.filter(\.mutates))
        for (title, help) in state.shownHelp { lines += section(title) + help.lines(width) }
        lines += section("Looking: none of these keys changes the cache")
        lines += offered.filter { !$0.mutates }.flatMap(entry)
        lines += paragraph(Self.mouse)
        lines += section("Commands typed after : (Tab completes; the first letters are enough)")
        lines += CommandVerb.allCases.flatMap { verb in
            let usage = verb.usage.replacing("…", with: glyphs.ellipsis.string)
            return labelled(
                verb.rawValue, .key, usage.isEmpty ? verb.help : "\(usage): \(verb.help)")
        }
        lines += section("Reading the screen")
        lines += (Self.legend(glyphs) + Self.happenings(glyphs)).flatMap {
            labelled($0.0, .accent, $0.1)
        }
        return lines + section("Other panels") + paragraph(otherPanels)
    }

    private var otherPanels: String {
        let names = PanelKind.all.compactMap { kind -> String? in
            guard case .character(let key) = kind.key else { return nil }
            return "\(key) \(kind.title)"
        }
        return names.joined(separator: ", ")
            + ". Press the digit, then ?: this page then says what that panel shows, how it is measured and "
            + "when to trust it."
    }

    private static let mouse =
        "Mouse: a click selects, a second one opens, the wheel scrolls. Hold Shift to mark text; "
        + "--no-mouse leaves the mouse to the terminal."

    private func changing(_ bindings: [Binding]) -> [Line] {
        guard !bindings.isEmpty else {
            return paragraph("Started with --read-only: no key changes the cache.", .good)
        }
        let confirmation =
            state.setting.isProduction
            ? "This is production: to send it, type its name and press Enter."
            : "To send it, press y; for global, type the word global and press Enter."
        return paragraph("Changing the cache: capital letters and x", .heading)
            + bindings.flatMap(entry)
            + paragraph(
                "Nothing is sent yet: cachetop counts first and shows what would go and what it "
                    + "costs. \(confirmation) Any other key cancels. Esc stops a long purge "
                    + "between two batches.")
    }

    private func section(_ title: String) -> [Line] { [Line()] + paragraph(title, .heading) }

    private func paragraph(_ text: String, _ style: Style = .plain) -> [Line] {
        DisplayText(text).wrapped(to: width).map { Line($0, style) }
    }

    private func entry(_ binding: Binding) -> [Line] {
        labelled(binding.label, binding.mutates ? .dangerousKey : .key, binding.help)
    }

    private func labelled(_ label: String, _ style: Style, _ text: String) -> [Line] {
        DisplayText(text).wrapped(to: width - 10).enumerated().map { index, text in
            let label = index == 0 ? label : ""
            return Line(DisplayText(label.padded(after: 10)), style) + Line(text)
        }
    }

    private static func legend(_ glyphs: Glyphs) -> [(String, String)] {
        [
            ("-         ", "nothing to measure: no look-ups, no permission, not yet"),
            ("~         ", "an estimate: from a sample, or from a slow sweep"),
            (
                glyphs.halfBullet.padded(after: 10),
                "late, or some figures are old: dim, with their time"
            ),
            (
                "1 m       ",
                "hit rate of the last minute: hits of all look-ups that the API reported"
            ),
            (
                "base      ",
                "after b, beside it: the hit rate of the minutes before b; ! it was unusual then, "
                    + "more than 3 points off the hour before"
            ),
            (
                (glyphs == .ascii ? "diff" : "Δ").padded(after: 10),
                "the last minute against base, in points; ~ chance may explain it: few look-ups"
            ),
            ("own scale ", "a row's curve from its own lowest to its highest value"),
            (
                "redis     ",
                "the server's own rate: above 'all', since reads of version counters, which hit, are in it"
            ),
            ("lag       ", "how late the shop's events are read"),
            ("swept     ", "when all keys were last looked at: counts and times are of then"),
        ]
    }

    /// Of what happened, and of keys.
    private static func happenings(_ glyphs: Glyphs) -> [(String, String)] {
        let arrow = glyphs.arrow
        return [
            (
                "A B C     ",
                "below a curve and in the timeline: what happened then; C+2: C and two more at "
                    + "that time. The newest 26 have one, after Z comes AA"
            ),
            ("up        ", "in the header: how long the Redis server runs"),
            (
                "over none ",
                "keys whose TTL is longer than the policy's, and keys that never expire"
            ),
            (
                "a\(arrow)b\(arrow)c".padded(after: 10),
                "in the timeline: hit rate before, at its lowest, and last"
            ),
            (
                "+         ",
                "behind these rates: others of the same minute may have made the drop, too "
                    + "('with 2 more'); elsewhere in a row: +3 more than are named"
            ),
            (glyphs.cross.padded(after: 10), "keys that went, and no one announced it"),
            ("edge      ", "how long CDN or pages may serve an old copy after a purge"),
            ("mark:     ", "in the timeline: written with cachetop mark \"deploy 42\""),
            (
                "new by    ",
                "in the timeline: when a change shows everywhere, CDN included; Enter says more"
            ),
            (
                "dead keys ",
                "keys of older versions than the counter's: not read any more, gone with their TTL"
            ),
            (
                "listener  ",
                "storefront listen: how many changed products it has yet to remove from the cache"
            ),
            ("gaps      ", "parts of the event stream that were trimmed before they were read"),
        ]
    }
}
