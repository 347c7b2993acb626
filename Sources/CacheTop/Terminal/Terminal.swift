import Screen

/// The terminal as the loop knows it. Only the curses one touches the real thing.
@MainActor
protocol Terminal: AnyObject {
    var size: Size { get }
    /// One consumer. Keys are never dropped.
    var events: AsyncStream<TerminalEvent> { get }
    /// False when nothing was drawn, because the terminal hasn't taken the frame before or the
    /// program is stopped: draw the newest state after `.drained` or `.resumed`.
    @discardableResult func draw(_ canvas: Canvas) -> Bool
    /// The next frame is sent whole: another program has written over what is there.
    func redraw()
    /// Asks the terminal to take a text into its clipboard; it does not answer.
    func copy(_ text: String)
    /// Sounds the bell, or what the terminal does instead.
    func ring()
    /// Drops what was typed and not yet read: before a question whose answer matters.
    func flushTypeAhead()
    /// Gives the terminal back as it was. Safe to call again.
    func restore()
}
