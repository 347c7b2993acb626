import Screen

/// What the terminal has to say to the loop.
nonisolated enum TerminalEvent: Sendable, Hashable {
    case key(KeyPress)
    /// `size` has changed; draw again.
    case resized
    /// Back from ^Z, or from any other stop; draw again.
    case resumed
    /// ^Z, where no shell could bring the program back.
    case stopRefused
    /// Everything drawn so far has left: a frame that `draw` refused can be drawn now.
    case drained
    /// The operator or the system asks for the end, by this signal. The loop has two seconds.
    case endRequested(signal: Int32)
    /// The terminal is gone: the window was closed, the SSH connection lost. May come twice.
    case hungUp
}
