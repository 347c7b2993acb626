import Dispatch
import Screen

// When a frame is drawn, and how much of it at once.

extension CursesTerminal {
    @discardableResult
    func draw(_ canvas: Canvas) -> Bool {
        let room = pace.room(at: LinePace.now())
        guard phase == .running, !output.isWaiting, room != 0 else { return false }
        let isWhole = room.map { put(canvas, upTo: $0) } ?? put(canvas)
        if isAsked, pace.sends(output.unsentBytes, isWhole: isWhole, at: LinePace.now()) {
            output.append(LinePace.question)
            TerminalRescue.awaitAnswers(pace)
        }
        output.send()
        return isWhole
    }

    /// All of it in one go.
    private func put(_ canvas: Canvas) -> Bool {
        nextRow = 0
        erase()
        for y in 0..<min(size.rows, canvas.size.rows) { put(canvas, row: y) }
        show()
        return true
    }

    /// Row by row, beginning behind those that were sent last, or at the top after a whole frame or a key, until so
    /// many bytes are to be sent. False when some rows had no room.
    private func put(_ canvas: Canvas, upTo bytes: Int) -> Bool {
        let rows = max(1, min(size.rows, canvas.size.rows))
        for _ in 0..<rows {
            guard output.unsentBytes < bytes else { return false }
            nextRow %= rows
            erase(row: nextRow)
            put(canvas, row: nextRow)
            show()
            nextRow += 1
        }
        nextRow = 0
        return true
    }

    /// How long an answer takes with nothing before it: how far away the terminal is.
    func measureDistance() {
        guard isAsked, pace.isRemote else { return }
        output.append(LinePace.question)
        pace.asksFirst(at: LinePace.now())
        TerminalRescue.awaitAnswers(pace)
        output.send()
    }

    /// False when the terminal didn't take its farewell in time and had to be forced.
    @discardableResult
    func leave(isEnd: Bool = false) -> Bool {
        TerminalRescue.disarm()
        closeScreen()
        output.append((hasMouse ? MouseReporting.off : []) + lastLine)
        // What has not arrived is not needed any more, and a question among it would be answered to the shell.
        let isBehind = pace.isBehind(at: LinePace.now())
        let isDone = isBehind ? !output.isWaiting : output.finish(within: 300)
        if !isDone || isBehind {
            output.discard()
            tty.forceOut(farewell)
        }
        // The line may need more time than the watchdog has.
        if isEnd, isDone { signals?.callOffWatchdog() }
        tty.dropAnswers()
        pace.settle()
        tty.restoreSettings()
        return isDone
    }

    /// What the terminal was asked for earlier may be lost.
    func forgetQuestions() {
        pace.reset(at: LinePace.now())
        TerminalRescue.awaitAnswers(pace)
    }

    func ring() { if phase == .running { send([0x07]) } }

    /// Beside the frames, as soon as the terminal takes it.
    func send(_ bytes: [UInt8]) {
        output.append(bytes)
        output.send()
    }

    /// All that was sent before has arrived.
    func takeStatus() {
        pace.answered(at: LinePace.now())
        TerminalRescue.awaitAnswers(pace)
        publish.yield(.drained)
    }

    func restore() {
        guard phase != .restored else { return }
        let isStalled = phase == .running && !leave(isEnd: true)
        phase = .restored
        input?.cancel()
        signals?.stop(keepingWatchdog: isStalled)
        publish.finish()
    }
}
