import Dispatch
import Glibc
import LiveCache

/// What curses has to say, on its way to the terminal without ever blocking.
///
/// curses writes to a file in memory. From there bytes go to the terminal as it takes them;
/// while some wait no new frame is drawn, so a slow line sees fewer frames, not older ones.
/// (Asking the kernel first doesn't work: on a pseudo-terminal, which is every SSH session,
/// Linux answers TIOCOUTQ with 0 whatever waits.)
@MainActor
final class TerminalOutput {
    /// Where curses writes.
    let descriptor: Int32

    /// What is under way on a line of a known speed; nil: none was named.
    var budget: LineBudget?

    private let tty: TTY
    private var waiting: [UInt8] = []
    private var retry: (any DispatchSourceWrite)?
    private let drained: () -> Void
    private let gone: () -> Void

    /// `drained` is called when bytes had to wait and the last of them has left, `gone` when the
    /// terminal takes nothing any more.
    init(
        tty: TTY, budget: LineBudget?, drained: @escaping () -> Void,
        gone: @escaping () -> Void
    ) throws(TTY.Failure) {
        let name = "/cachetop-frames-\(getpid())"
        descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        shm_unlink(name)
        guard descriptor >= 0 else {
            throw TTY.Failure(description: "no memory for the terminal's output")
        }
        self.tty = tty
        self.budget = budget
        self.drained = drained
        self.gone = gone
    }

    var isWaiting: Bool { !waiting.isEmpty }

    /// What curses has written and `send` has not taken yet.
    var unsentBytes: Int { max(0, Int(lseek(descriptor, 0, SEEK_END))) }

    static func now() -> Double { LiveCache.monotonicSeconds() }

    /// Sends what curses has written; what the terminal doesn't take now goes when it does.
    func send() {
        waiting += taken()
        push()
        guard isWaiting, retry == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: tty.descriptor, queue: .main)
        source.setEventHandler { [weak self] in self?.continueSending() }
        source.activate()
        retry = source
    }

    /// What goes out behind that which curses has written so far.
    func append(_ bytes: [UInt8]) {
        waiting += taken() + bytes
    }

    /// Sends all, but gives up after about this long. False when something is left.
    func finish(within milliseconds: Int) -> Bool {
        stopRetrying()
        waiting += taken()
        push()
        var patience = milliseconds / 10
        while isWaiting, patience > 0 {
            if tty.isWritable(within: 10) { push() }
            patience -= 1
        }
        return !isWaiting
    }

    func discard() {
        stopRetrying()
        _ = taken()
        waiting = []
    }

    private func continueSending() {
        push()
        guard !isWaiting, retry != nil else { return }
        stopRetrying()
        drained()
    }

    private func stopRetrying() {
        retry?.cancel()
        retry = nil
    }

    private func push() {
        while isWaiting {
            guard let count = tty.write(waiting) else {
                discard()
                return gone()
            }
            guard count > 0 else { return }
            budget?.sent(count, at: Self.now())
            waiting.removeFirst(min(count, waiting.count))
        }
    }

    private func taken() -> [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
        }
        _ = ftruncate(descriptor, 0)
        _ = lseek(descriptor, 0, SEEK_SET)
        return bytes
    }
}
