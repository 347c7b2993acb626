import Dispatch
import Screen

// When a frame is drawn, and how much of it at once.

extension CursesTerminal {
    enum Phase { case running, stopped, restored }

    func draw(_ canvas: Canvas, isAwaited: Bool) -> DrawnPart {
        guard phase == .running, !output.isWaiting else { return .nothing }
        guard let budget = output.budget else {
            erase()
            for y in 0..<min(size.rows, canvas.size.rows) { put(canvas.runs(inRow: y), row: y) }
            update()
            output.send()
            return .whole
        }
        let wait = budget.wait(at: TerminalOutput.now(), isAwaited: isAwaited)
        guard wait <= 0 else {
            callBack(after: wait)
            return .nothing
        }
        let isWhole = put(canvas, upTo: budget.pieceBytes)
        output.send()
        output.budget?.drew(isWhole: isWhole, at: TerminalOutput.now())
        if !isWhole {
            callBack(after: output.budget?.wait(at: TerminalOutput.now(), isAwaited: true) ?? 0)
        }
        return isWhole ? .whole : .some
    }

    var arrival: Double {
        let now = TerminalOutput.now()
        return output.isWaiting ? .infinity : output.budget?.arrival(at: now) ?? now
    }

    /// The rows that are other than those on the terminal, the next ones first, until so many bytes are to be
    /// sent. False when some had no room: the next piece goes on after them.
    private func put(_ canvas: Canvas, upTo bytes: Int) -> Bool {
        let rows = max(1, min(size.rows, canvas.size.rows))
        if sentRows.count != rows { sentRows = Array(repeating: nil, count: rows) }
        // At most, of what was put and curses has not written yet: each time it does it resets its attributes.
        var unwritten = 0
        for step in 0..<rows {
            let row = (nextRow + step) % rows
            let runs = canvas.runs(inRow: row)
            guard sentRows[row] != runs else { continue }
            if output.unsentBytes + unwritten >= bytes {
                update()
                unwritten = 0
                guard output.unsentBytes < bytes else {
                    nextRow = row
                    return false
                }
            }
            put(runs, row: row)
            unwritten += runs.reduce(0) { $0 + $1.cells.count + 12 }
            sentRows[row] = runs
        }
        update()
        nextRow = 0
        return true
    }

    /// The loop hears of it as of output that has left.
    private func callBack(after seconds: Double) {
        let due = TerminalOutput.now() + seconds
        guard due < calledBackAt || calledBackAt <= TerminalOutput.now() else { return }
        calledBackAt = due
        DispatchQueue.main.asyncAfter(deadline: .now() + seconds) { [publish] in
            publish.yield(.drained)
        }
    }

    /// The rows that have no room in the first piece must not be sent as they were.
    func forgetRows() {
        guard output.budget != nil else { return }
        erase()
        sentRows = []
        nextRow = 0
    }

    func ring() { if phase == .running { send([0x07]) } }

    /// Beside the frames, as soon as the terminal takes it.
    func send(_ bytes: [UInt8]) {
        output.append(bytes)
        output.send()
    }

    func restore() {
        guard phase != .restored else { return }
        let isStalled = phase == .running && !leave()
        phase = .restored
        input?.cancel()
        signals?.stop(keepingWatchdog: isStalled)
        publish.finish()
    }
}
