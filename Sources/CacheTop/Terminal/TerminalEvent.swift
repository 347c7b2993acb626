import Screen

/// What the terminal has to say to the loop.
nonisolated enum TerminalEvent: Sendable, Hashable {
    case key(KeyPress)
    case mouse(MousePress)
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

extension TerminalEvent {
    nonisolated init(_ input: Input) {
        switch input {
        case .key(let key): self = .key(key)
        case .mouse(let press): self = .mouse(press)
        }
    }
}
