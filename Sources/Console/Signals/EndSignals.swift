import Dispatch
import Glibc

/// The signals that ask a program to end: ^C, TERM, and the end of the terminal.
///
/// One listener a process: on Linux a signal source that follows another one receives nothing.
enum EndSignals {
    /// The sources are to be kept for as long as the signals are listened to.
    static func listen(
        _ handler: @escaping @Sendable (_ signal: Int32) -> Void
    ) -> [any DispatchSourceSignal] {
        // Under nohup the terminal may go.
        let numbers = [SIGINT, SIGTERM] + (isIgnored(SIGHUP) ? [] : [SIGHUP])
        return numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { handler(number) }
            source.activate()
            return source
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
