import Metrics
package import Screen

/// One table of keys: dispatch, footer, help and the README's list read it.
package struct Binding: Sendable, Hashable {
    package var keys: [KeyPress]
    /// As written in footer and help: `P`, `Space`, `+ -`.
    package var label: String
    /// One word or two for the footer; empty: not in the footer.
    package var short: String
    /// A line for the help.
    package var help: String
    package var command: Command

    /// Whether it changes the cache, or leads to what does: a capital letter or `x`, absent in read-only mode.
    package var mutates: Bool {
        switch command {
        case .invalidate, .scopeMenu: true
        default: false
        }
    }

    package init(
        _ keys: [KeyPress], _ label: String, _ short: String, _ command: Command, _ help: String
    ) {
        self.keys = keys
        self.label = label
        self.short = short
        self.command = command
        self.help = help
    }
}
