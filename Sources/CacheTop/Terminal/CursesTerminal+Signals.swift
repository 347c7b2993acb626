import Glibc

// What the signals of a terminal ask for: another size, a stop, and back.

extension CursesTerminal {
    func received(signal: Int32) {
        guard phase != .restored else { return }
        switch signal {
        case SIGWINCH: adoptSize()
        case SIGTSTP: stop()
        case SIGCONT: resume()
        default: break
        }
    }

    /// ^Z: the shell gets its terminal back, then the program stops.
    private func stop() {
        guard phase == .running else { return }
        guard JobControl.canResume else {
            publish.yield(.stopRefused)
            return
        }
        leave()
        phase = .stopped
        kill(getpid(), SIGSTOP)
    }

    /// After any stop, also one that came without warning.
    private func resume() {
        // In the background this stops us once more, until `fg`.
        takeOver()
        phase = .running
        adoptSize()
        publish.yield(.resumed)
    }
}
