import Screen

/// All keys, from the table that dispatches them.
struct HelpDialog: Widget {
    let state: State
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let lines = lines(glyphs)
        let place = rect.centered(width: 74, height: min(rect.height, lines.count + 2))
        let room = max(0, place.height - 2)
        let first = min(offset, max(0, lines.count - room))
        let annotation =
            lines.count > room
            ? Line(DisplayText("\(glyphs.up)\(glyphs.down) scroll, any other key closes"), .dim)
            : Line("any key closes", .dim)
        let box = Box("Help", annotation: annotation)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        for (row, line) in lines.dropFirst(first).prefix(room).enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
    }

    private func lines(_ glyphs: Glyphs) -> [Line] {
        let offered = Keymap.offered(readOnly: state.setting.isReadOnly)
        func entry(_ binding: Binding) -> Line {
            return Line(
                DisplayText(binding.label.padded(after: 10)), binding.mutates ? .dangerousKey : .key
            )
                + Line(DisplayText(binding.help))
        }
        var lines = [Line("Looking", .heading)]
        lines += offered.filter { !$0.mutates }.map(entry)
        lines.append(Line())
        let changing = offered.filter(\.mutates)
        if changing.isEmpty {
            lines.append(Line("Started with --read-only: nothing here changes the cache.", .good))
        } else {
            lines.append(Line("Changing the cache (each asks first)", .heading))
            lines += changing.map(entry)
        }
        lines.append(Line())
        lines.append(Line("Reading the screen", .heading))
        lines += Self.legend(glyphs).map {
            Line(DisplayText($0.0), .accent) + Line(DisplayText($0.1))
        }
        return lines
    }

    private static func legend(_ glyphs: Glyphs) -> [(String, String)] {
        let arrow = glyphs.arrow
        return [
            ("-         ", "nothing to measure: no look-ups, no permission, not yet"),
            ("~         ", "an estimate: from a sample, or from a slow sweep"),
            (
                glyphs.halfBullet.padded(after: 10),
                "late, or some figures are old: dim, with their time"
            ),
            ("1 m       ", "hits of all look-ups that the API sent in the last minute"),
            ("own scale ", "a row's curve from its own lowest to its highest value"),
            ("redis     ", "the server's own rate, reads of the counters included"),
            ("A B C     ", "below a curve: what happened then, as in the timeline"),
            ("over none ", "keys with more time to live than the policy, or without an end"),
            (
                "a\(arrow)b\(arrow)c".padded(after: 10),
                "in the timeline: hit rate before, at its lowest, and now"
            ),
            (
                glyphs.cross.padded(after: 10),
                "keys that went, and nothing says by whom"
            ),
            ("edge      ", "how long CDN or pages may serve an old copy after a purge"),
            ("mark:     ", "in the timeline: written with cachetop mark \"deploy 42\""),
            ("old until ", "in the timeline: when no such copy is left"),
            ("dead keys ", "of versions before the counter's: never read, wait for TTL"),
            ("listener  ", "storefront listen: changes of the catalogue still to remove"),
            ("gaps      ", "parts of the event stream, trimmed before they were read"),
        ]
    }
}
