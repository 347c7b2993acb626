import Dispatch
import Glibc
import Synchronization

/// Signals on a queue of their own, so that the end can be asked for, and enforced, while the
/// main thread is stuck.
///
/// Nonisolated: Dispatch calls these closures on its own threads, and a closure written in a
/// main-actor file traps there.
nonisolated final class TerminalSignals {
    private let sources: [any DispatchSourceSignal]
    private let watchdog: DispatchWorkItem

    private static let end = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let other = [SIGWINCH, SIGTSTP, SIGCONT]
    /// How long the loop has for an orderly end.
    private static let patience = DispatchTimeInterval.seconds(2)

    /// `notice` is called on the signals' queue, `lastResort` there too, when two seconds after
    /// a request to end the program is still here; the program then exits with status 1.
    init(
        notice: @escaping @Sendable (_ signal: Int32) -> Void,
        lastResort: @escaping @Sendable () -> Void
    ) {
        let queue = DispatchQueue(label: "cachetop.signals", qos: .userInteractive)
        let watchdog = DispatchWorkItem {
            lastResort()
            _exit(1)
        }
        sources = (Self.end + Self.other).map { number in
            let isEnd = Self.end.contains(number)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if number == SIGINT {
                    watchMainActor(queue, patience: Self.patience, lastResort)
                } else if isEnd {
                    queue.asyncAfter(deadline: .now() + Self.patience, execute: watchdog)
                }
                notice(number)
            }
            source.activate()
            return source
        }
        self.watchdog = watchdog
    }

    /// Back to what signals do by themselves: a second ^C ends a program that is slow to go.
    /// The watchdog stays, if the end was asked for by a signal, where last words on a stalled
    /// terminal would keep the program for ever.
    func stop(keepingWatchdog: Bool) {
        if !keepingWatchdog { watchdog.cancel() }
        for source in sources { source.cancel() }
        for number in Self.end + Self.other { signal(number, SIG_DFL) }
        var all = sigset_t()
        sigemptyset(&all)
        for number in Self.end + Self.other { sigaddset(&all, number) }
        _ = pthread_sigmask(SIG_UNBLOCK, &all, nil)
    }
}

/// ^C need not end the program: it may close a dialog. But if the loop's thread does not even take notice of it,
/// the watchdog ends the program.
nonisolated private func watchMainActor(
    _ queue: DispatchQueue, patience: DispatchTimeInterval,
    _ lastResort: @escaping @Sendable () -> Void
) {
    let notice = Notice()
    queue.asyncAfter(deadline: .now() + patience) {
        guard !notice.isTaken.load(ordering: .relaxed) else { return }
        lastResort()
        _exit(1)
    }
    DispatchQueue.main.async { notice.isTaken.store(true, ordering: .relaxed) }
}

nonisolated private final class Notice: Sendable {
    let isTaken = Atomic(false)
}

/// The signals of a terminal: requests to end go straight into the stream of events, the rest
/// to the main actor.
nonisolated func makeSignals(
    tty: TTY, farewell: [UInt8], publish: AsyncStream<TerminalEvent>.Continuation,
    received: @escaping @MainActor @Sendable (_ signal: Int32) -> Void
) -> TerminalSignals {
    TerminalSignals(
        notice: { number in
            switch number {
            case SIGWINCH, SIGTSTP, SIGCONT: Task { @MainActor in received(number) }
            default: publish.yield(.endRequested(signal: number))
            }
        },
        lastResort: { tty.forceBack(with: farewell) })
}
