import Screen

/// What the terminal has to say to the loop.
nonisolated enum TerminalEvent: Sendable, Hashable {
    case key(KeyPress)
    /// `size` has changed; draw again.
    case resized
    /// Back from ^Z, or from any other stop; draw again.
    case resumed
    /// Everything drawn so far has left: a frame that `draw` refused can be drawn now.
    case drained
    /// The operator or the system asks for the end, by this signal. The loop has two seconds.
    case endRequested(signal: Int32)
    /// The terminal is gone: the window was closed, the SSH connection lost. May come twice.
    case hungUp
}

/// The terminal as the loop knows it. Only the curses one touches the real thing.
@MainActor
protocol Terminal: AnyObject {
    var size: Size { get }
    /// One consumer. Keys are never dropped.
    var events: AsyncStream<TerminalEvent> { get }
    /// False when nothing was drawn, because the terminal hasn't taken the frame before or the
    /// program is stopped: draw the newest state after `.drained` or `.resumed`.
    @discardableResult func draw(_ canvas: Canvas) -> Bool
    /// Drops what was typed and not yet read: before a question whose answer matters.
    func flushTypeAhead()
    /// Gives the terminal back as it was. Safe to call again.
    func restore()
}
