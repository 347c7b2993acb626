import Screen

/// The terminal as the loop knows it. Only the curses one touches the real thing.
@MainActor
protocol Terminal: AnyObject {
    var size: Size { get }
    /// One consumer. Keys are never dropped.
    var events: AsyncStream<TerminalEvent> { get }
    /// Draws all, a part where a slow line has room for no more, or nothing, because the terminal hasn't taken the
    /// frame before or the program is stopped: draw again after `.drained` or `.resumed`.
    ///
    /// - Parameter isAwaited: the operator has pressed a key, or something has come that can't wait.
    func draw(_ canvas: Canvas, isAwaited: Bool) -> DrawnPart
    /// On the monotonic clock: when what was drawn has reached the terminal, as far as is known. Infinite: it
    /// has not taken it, and will have when `.drained` comes.
    var arrival: Double { get }
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
