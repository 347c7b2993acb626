import Metrics
package import Screen

package enum Keymap {
    package static let bindings: [Binding] = [
        Binding(
            ["x"], "x", "invalidate", .scopeMenu,
            "menu of scopes: what each touches, when it is new everywhere"),
        Binding(
            ["P"], "P", "", .invalidate(.product),
            "invalidate one product and its stock, by id"),
        Binding(
            ["I"], "I", "", .invalidate(.inventory), "invalidate one product's stock"),
        Binding(
            ["C"], "C", "", .invalidate(.category),
            "invalidate all pages of a category, by slug"),
        Binding(
            ["F"], "F", "", .invalidate(.facets),
            "invalidate the facets of a category, or all facets"),
        Binding(["T"], "T", "", .invalidate(.trending), "invalidate the trending list"),
        Binding(
            ["S"], "S", "", .invalidate(.search),
            "invalidate all searches by raising their version"),
        Binding(
            ["G"], "G", "", .invalidate(.global),
            "invalidate everything; the word must be typed"),
        Binding(
            ["i"], "i", "why", .insight,
            "what stands out and what to do; in a resource why it misses"),
        Binding(
            ["/"], "/", "find", .filter,
            "search all keys known by name; Enter selects the nearest match, then opens it"),
        Binding(["n"], "n", "", .nextMatch, "next match of /, in the next panel after the last"),
        Binding(["p"], "p", "", .previousMatch, "the match before"),
        Binding(
            [":"], ":", "command", .commandLine,
            "type a command, as :goto 03:07; Tab completes, Up recalls"),
        Binding(
            ["[", "]"], "[ ]", "time", .step,
            "a step back in time, and forward: 1 s, longer ago 10 s, 1 m"),
        Binding(["{", "}"], "{ }", "", .leap, "ten steps at once"),
        Binding(["0"], "0", "", .present, "back to now"),
        Binding([" "], "Space", "pause", .pause, "hold the numbers still; again to go on"),
        Binding(
            ["b"], "b", "baseline", .baseline,
            "compare hit rates with those of the minutes before; again: stop"),
        Binding(
            ["m"], "m", "window", .keyWindow,
            "in 4: missed in 5 minutes, 1, 60, ever; in a resource: hours"),
        Binding(
            ["o"], "o", "", .keyList,
            "in 4: most missed, most looked up, most bytes, stampedes"),
        Binding(
            ["s"], "s", "sort", .sort,
            "sort keys by the next column, resources by hit rate or by change since b"),
        Binding(
            ["f"], "f", "filter", .timelineFilter,
            "timeline: all, what operators did, what the shop did"),
        Binding([.tab], "Tab", "", .nextPanel, "move to the next panel"),
        Binding([.backTab], "Shift-Tab", "", .previousPanel, "move to the panel before"),
        Binding(
            PanelKind.all.map(\.key), "1-\(PanelKind.all.count)", "", .panel,
            "select a panel; one without room gets the whole screen"),
        Binding(
            ["z"], "z", "zoom", .zoom, "give the panel the whole screen, or take it back"),
        Binding(
            ["w"], "w", "save", .writeSnapshot,
            "write what is on the screen to ./cachetop-<UTC time>.json"),
        Binding(["e"], "e", "csv", .export, "write the list to ./cachetop-<list>-<UTC time>.csv"),
        Binding(
            ["c"], "c", "copy", .copy, "copy the selected key; the terminal decides (OSC 52)"),
        Binding(["v"], "v", "", .value, "of an opened key: read its length and its first bytes"),
        Binding(
            [.enter], "Enter", "open", .expand,
            "open the selected row or the first; a chart gets the whole screen"),
        Binding(
            [.right], "Right", "", .right, "next panel; in an opened resource or list the next one"),
        Binding([.left], "Left", "", .left, "the panel, resource or list before"),
        Binding(
            [.escape], "Esc", "", .back,
            "stop a purge; else go back: from search, view, zoom, past"),
        Binding([.up, "k"], "Up k", "", .up, "select the row above"),
        Binding([.down, "j"], "Down j", "", .down, "select the row below"),
        Binding([.control("u")], "^U", "", .halfPageUp, "half a page up"),
        Binding([.control("d")], "^D", "", .halfPageDown, "half a page down"),
        Binding([.pageUp, .control("b")], "PgUp ^B", "", .pageUp, "a page up"),
        Binding([.pageDown, .control("f")], "PgDn ^F", "", .pageDown, "a page down"),
        Binding([.home, "g"], "Home g", "", .first, "first row"),
        Binding([.end], "End", "", .last, "last row; in a page like this one also G"),
        Binding(["+", "="], "+", "", .faster, "poll the server more often (down to every 0.25 s)"),
        Binding(["-"], "-", "", .slower, "poll it less often (up to every 60 s)"),
        Binding(
            ["r"], "r", "", .sweep, "sweep all keys again now; while disconnected: connect now"),
        Binding(["a"], "a", "alerts", .alerts, "all alerts, each with what to do"),
        Binding(
            [.control("l")], "^L", "", .redraw, "draw the whole screen anew, in any dialog"),
        Binding(
            ["?", "h", .function(1)], "?", "help", .help,
            "this page; so does F1"),
        Binding(
            ["q", .control("c"), .function(10)], "q", "quit", .quit,
            "end cachetop; so do F10 and Ctrl-C"),
    ]

    /// What is on offer: in read-only mode nothing that changes the cache.
    package static func offered(readOnly: Bool) -> [Binding] {
        readOnly ? bindings.filter { !$0.mutates } : bindings
    }

    package static func binding(for key: KeyPress) -> Binding? {
        bindings.first { $0.keys.contains(key) }
    }
}
