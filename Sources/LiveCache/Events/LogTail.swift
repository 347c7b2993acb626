import Glibc
import Metrics

/// Follows a log file as `tail -F` does: from its end on, through rotation by rename, truncation
/// and absence; or reads standard input to its end.
///
/// Looks every 100 ms: a log in a container's volume gives no reliable notice of changes. Reading
/// never blocks the thread that it runs on.
struct LogTail {
    static let lookEvery = Duration.milliseconds(100)

    let intake: EventIntake
    let clock: ServerClock
    private var decoder = LineDecoder()
    private var lines = LineSplitter()
    /// Lines that were too long, as far as they were reported.
    private var skipped: UInt64 = 0

    init(intake: EventIntake, clock: ServerClock) {
        self.intake = intake
        self.clock = clock
    }

    /// Follows the file until the task is cancelled.
    mutating func follow(path: String) async {
        var file: OpenFile?
        var isFirst = true
        defer { file?.close() }
        while !Task.isCancelled {
            if file == nil {
                switch OpenFile.open(path, atEnd: isFirst) {
                case .success(let opened):
                    file = opened
                    decoder = opened.decoderAtOffset()
                    cover(anew: isFirst)
                case .failure(let problem): complain(path, problem)
                }
                isFirst = false
            }
            if let current = file {
                switch OpenFile.status(of: path) {
                case .success(let status) where status.identity != current.identity:
                    drain(current)
                    endOfFile()
                    current.close()
                    file = nil
                    continue
                case .success(let status) where status.size < current.offset:
                    current.rewind()
                    endOfFile()
                    drain(current)
                // A rename is followed by a new file, but not at once: the old one is read on.
                case .success, .failure: drain(current)
                }
            }
            try? await Task.sleep(for: Self.lookEvery)
        }
    }

    /// Reads a descriptor to its end, or until the task is cancelled; does not close it.
    mutating func readToEnd(descriptor: Int32) async {
        cover(anew: true)
        let file = OpenFile(descriptor: descriptor)
        while !Task.isCancelled {
            guard file.isReadable else {
                try? await Task.sleep(for: .milliseconds(20))
                continue
            }
            guard drainOnce(file) else { break }
            await Task.yield()
        }
        guard !Task.isCancelled else { return }
        endOfFile()
        intake.update {
            $0.problem = SourceProblem(
                .lost, "Standard input has ended; no more events come from it.")
        }
    }

    private mutating func drain(_ file: OpenFile) {
        while !Task.isCancelled, drainOnce(file) {}
    }

    /// False at the end of what there is.
    private mutating func drainOnce(_ file: OpenFile) -> Bool {
        let bytes = file.read(64 << 10)
        let now = clock.now
        intake.noteRead(at: now)
        guard !bytes.isEmpty else { return false }
        bytes.withUnsafeBufferPointer { buffer in
            decoder.decode(buffer) { text in
                lines.feed(text) { [intake] in intake.take(line: $0, at: now) }
            }
        }
        while skipped < lines.skipped {
            skipped += 1
            intake.takeLongLine(at: now)
        }
        return true
    }

    private mutating func endOfFile() {
        let now = clock.now
        decoder.finish { text in
            lines.feed(text) { [intake] in intake.take(line: $0, at: now) }
        }
        lines.finish { [intake] in intake.take(line: $0, at: now) }
    }

    private func cover(anew: Bool) {
        let now = clock.now
        intake.update {
            $0.problem = nil
            if anew || $0.coveredFrom == nil { $0.coveredFrom = now }
        }
    }

    private func complain(_ path: String, _ problem: OpenFile.Problem) {
        let now = clock.now
        intake.update {
            // An absent log has no lines: to wait for it is to watch it.
            $0.coveredFrom = $0.coveredFrom ?? now
            $0.problem =
                switch problem {
                case .missing:
                    SourceProblem(
                        .pending, "There is no log \(path) yet; it is read as soon as it appears.")
                case .notPermitted:
                    SourceProblem(.refused, "The log \(path) may not be read by this user.")
                case .notAFile:
                    SourceProblem(
                        .pending, "\(path) is no file; give --events log: the path of a log file.")
                case .other(let code):
                    SourceProblem(
                        .refused,
                        "The log \(path) can't be opened: \(String(cString: strerror(code))).")
                }
        }
    }
}
