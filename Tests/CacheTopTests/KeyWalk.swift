import Foundation
import TestSupport
import Testing

/// Presses keys in a terminal and waits for what they do; remembers which were pressed.
struct KeyWalk {
    let terminal: Tmux
    /// Labels of the keymap's bindings.
    var pressed: Set<String> = []

    private static let patience = Duration.seconds(60)

    /// - Parameter keys: as tmux names them; the label where there are none.
    mutating func press(_ label: String, _ keys: String...) throws {
        pressed.insert(label)
        try terminal.sendKeys(keys.isEmpty ? [label] : keys)
    }

    @discardableResult
    func see(_ text: String) async throws -> [String] {
        try await terminal.waitFor(text: text, timeout: Self.patience)
    }

    func seeNoMore(_ text: String) async throws {
        try await terminal.waitFor("a screen without \"\(text)\"", timeout: Self.patience) {
            !$0.contains { $0.contains(text) }
        }
    }

    /// The row in reverse video, and nothing else, is this one.
    func select(_ name: String) async throws {
        try await terminal.waitUntil("the selection of \(name)", timeout: Self.patience) {
            try selected == name
        }
    }

    /// The first word of the row in reverse video.
    private var selected: String? {
        get throws {
            let line = try terminal.captureWithStyles().first {
                $0.contains(/\u{1B}\[(0;)?7m/)
            }
            return line?.replacing(/\u{1B}\[[0-9;]*m/, with: "")
                .split(separator: " ").first.map(String.init)
        }
    }
}

extension KeyWalk {
    /// Keys that change the cache: each asks, and Esc sends nothing.
    mutating func changes() async throws {
        for (key, question) in [
            ("P", "Invalidate product"), ("I", "Invalidate inventory"),
            ("C", "Invalidate category"), ("F", "Invalidate facets"),
            ("T", "Invalidate trending"), ("S", "INCR version:search"), ("G", "Type global"),
        ] {
            try press(key)
            try await see(question)
            try terminal.sendKeys("Escape")
            try await seeNoMore("Invalidate ")
        }
        try press("x")
        try await see("category")
        try terminal.sendKeys("Escape")
        try await see("Nothing was sent")
    }

    mutating func panels() async throws {
        for (digit, title) in zip(
            1...7,
            ["Hit rate", "Memory", "Resources", "Missed keys", "Timeline", "Versions", "TTL left"])
        {
            try press("1-7", "\(digit)")
            try await see("▸\(digit) \(title)")
            // One without room has the whole screen.
            if try terminal.capture().contains(where: { $0.contains("3 Resources") }) == false {
                try press("Esc", "Escape")
                try await see("3 Resources")
            }
        }
        try terminal.sendKeys("3")
        try await see("▸3 Resources")
        for (label, key, title) in [
            ("Tab", "Tab", "▸4 Missed"), ("Shift-Tab", "BTab", "▸3 Resources"),
            ("Right", "Right", "▸4 Missed"), ("Left", "Left", "▸3 Resources"),
        ] {
            try press(label, key)
            try await see(title)
        }
        try terminal.sendKeys("4")
        try press("z")
        try await seeNoMore("3 Resources")
    }

    /// In the zoomed panel of missed keys.
    mutating func scrolling() async throws {
        let visible = try await terminal.waitForMissedKeys(40, least: 11)
        func name(_ place: Int) -> String { "product:\(100 + min(39, place))" }
        for (label, keys, place) in [
            // With the whole screen the cursor is on the first row.
            ("Down j", ["Down"], 1), ("Down j", ["j", "j"], 3), ("Up k", ["k"], 2),
            ("Up k", ["Up"], 1), ("Home g", ["g"], 0), ("PgDn ^F", ["NPage"], visible),
            ("PgUp ^B", ["C-b"], 0),
            ("PgDn ^F", ["C-f"], visible), ("PgUp ^B", ["PPage"], 0), ("^D", ["C-d"], visible / 2),
            ("^U", ["C-u"], 0), ("End", ["End"], 39), ("Home g", ["g"], 0), ("End", ["End"], 39),
            ("Home g", ["Home"], 0),
        ] {
            pressed.insert(label)
            try terminal.sendKeys(keys)
            try await select(name(place))
        }
    }

    /// Still there: the order, the clipboard, the file.
    mutating func lists() async throws {
        try press("m")
        try await see("last 1 min")
        try press("s")
        try await see("rate↑")
        try terminal.sendKeys("s", "s")
        try await see("misses↓")
        try press("c")
        try await see("clipboard")
        try await terminal.waitUntil("the key in the clipboard") {
            try terminal.clipboard() == "product:100"
        }
        try press("e")
        try await see(".csv")
        try press("o")
        try await see("Hot keys by look-ups")
        try terminal.sendKeys("o", "o", "o")
        try await see("Missed keys")
        try terminal.sendKeys("5")
        try await see("▸5 Timeline")
        try press("f")
        try await see("f operators")
        try terminal.sendKeys("f", "f")
        try await see("f all")
        try press("Esc", "Escape")
        try await see("3 Resources")
    }

    mutating func findings() async throws {
        try press("i")
        try await see("▸Findings")
        try terminal.sendKeys("Escape")
        try await see("3 Resources")
    }

    mutating func search() async throws {
        try press("/")
        try await see("part of a name: 4 lists the keys")
        try terminal.type("product:13")
        try terminal.sendKeys("Enter")
        try await see("10 found")
        try await see("Esc clears")
        try await select("product:130")
        try press("n")
        try await select("product:131")
        try press("p")
        try await select("product:130")
        try press("Esc", "Escape")
        try await seeNoMore("Esc clears")
        if try terminal.capture().contains(where: { $0.contains("3 Resources") }) == false {
            try terminal.sendKeys("Escape")
            try await see("3 Resources")
        }
    }

    mutating func details() async throws {
        try terminal.sendKeys("4", "g")
        try await select("product:100")
        try press("Enter")
        try await see("> product:100")
        try press("v")
        try await see("copy")
        try press("Esc", "Escape")
        try await seeNoMore("> product:100")
        try terminal.sendKeys("3", "g", "Enter")
        try await see("> search")
        try press("Right")
        try await see("> product")
        try press("Left")
        try await see("> search")
        try terminal.sendKeys("Escape")
        try await see("3 Resources")
    }

    mutating func settings() async throws {
        try press("+")
        try await see("0.50 s")
        try press("-")
        try await seeNoMore("0.50 s")
        try press("r")
        try await see("Looking at all keys again")
        try press("w")
        try await see("Wrote ./cachetop-")
        try press(":")
        try await see("purge, goto, baseline")
        try terminal.sendKeys("Escape")
        try await seeNoMore("purge, goto, baseline")
    }

    mutating func time() async throws {
        try press("Space")
        try await see("|| paused")
        try press("Space")
        try await seeNoMore("|| paused")
        try press("b")
        try await see("base")
        try press("b")
        try await see("The baseline is removed")
        for (label, back, forth) in [("{ }", "{", "}"), ("[ ]", "[", "]")] {
            try press(label, back)
            try await see(" PAST ")
            let earlier = try moment
            // Later, or the present: what was recorded meanwhile decides.
            try press(label, forth)
            try await terminal.waitUntil("a later moment", timeout: Self.patience) {
                try moment != earlier
            }
        }
        for (label, key) in [("0", "0"), ("Esc", "Escape")] {
            try terminal.sendKeys("[")
            try await see(" PAST ")
            try press(label, key)
            try await seeNoMore("PAST")
        }
    }

    /// The time in the banner; nil: the present is shown.
    private var moment: String? {
        get throws {
            try terminal.capture().first { $0.hasPrefix(" PAST ") }.map { String($0.prefix(14)) }
        }
    }

    /// Help, alerts, and a screen that another program has written over.
    mutating func dialogs() async throws {
        try press("a")
        try await see("─ Alerts")
        try terminal.sendKeys("Escape")
        try await seeNoMore("─ Alerts")
        try press("?", "F1")
        try await see("─ Help")
        try terminal.sendKeys("G")
        try await seeNoMore("capital letters")
        try terminal.sendKeys("g")
        try await see("capital letters")
        let device = try terminal.query("#{pane_tty}")
        try Data("\u{1B}[5;5HSPOILT".utf8).write(to: URL(filePath: device))
        try await see("SPOILT")
        try press("^L", "C-l")
        try await seeNoMore("SPOILT")
        try await see("─ Help")
        try terminal.sendKeys("Escape")
        try await seeNoMore("─ Help")
        // A key that is none says so.
        try terminal.sendKeys("Z")
        try await see("Z is no key of cachetop")
    }
}
