import Dispatch
import Glibc

// Keys as they come, and what the signals of a terminal ask for: another size, a stop, and back.

extension CursesTerminal {
    func listen() {
        let source = DispatchSource.makeReadSource(fileDescriptor: tty.descriptor, queue: .main)
        source.setEventHandler { [weak self] in self?.readKeys() }
        // On a hang-up Dispatch cancels the source without calling it once more. At our own end
        // the stream has finished before, and nobody hears this.
        source.setCancelHandler { [publish] in publish.yield(.hungUp) }
        source.activate()
        input = source
        signals = makeSignals(tty: tty, farewell: farewell, publish: publish) { [weak self] in
            self?.received(signal: $0)
        }
    }

    func guardAgainstCrash() {
        TerminalRescue.arm(
            terminal: tty.descriptor, settings: tty.settings, farewell: farewell)
    }

    func copy(_ text: String) {
        guard phase == .running else { return }
        send(ClipboardRequest(text).bytes)
    }

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
