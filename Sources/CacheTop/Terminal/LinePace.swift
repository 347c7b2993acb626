import Dispatch
import Glibc

/// How much may be on its way to the terminal at once, by how fast the terminal answers.
///
/// Bytes that were written are out of sight: the kernel, SSH and the network hold many kilobytes of them, and
/// on a slow line a key's effect waits behind seconds of older frames. So a status report is asked for behind
/// what is sent (`ESC [ 5 n`): its answer says that all before it has arrived. Without SSH a terminal that takes at
/// once what is written is never asked; through SSH, which takes megabytes at once, it always is. While answers come
/// within half a second more than the way takes nothing is held back; a terminal that never answers is drawn on
/// without limits. Answers that are still to come at the end are read and dropped (`TTY.dropAnswers`): a shell
/// would take them for typed.
nonisolated struct LinePace {
    static let question = Array("\u{1B}[5n".utf8)

    /// Seconds that a report may take before less is sent at once, and those after which more is.
    private static let slow = 0.5
    private static let quick = 0.25
    /// Seconds of the line that are on their way where it is slow.
    private static let share = 0.4
    private static let least = 512
    private static let most = 32_768
    /// Bytes after which one is asked for.
    private static let each = 1024
    /// Seconds after which no answer is expected any more, and how often that is tried.
    private static let patience = 20.0
    /// The same where little is on its way.
    private static let shortPatience = 5.0
    private static let attempts = 3
    /// Seconds that the terminal kept bytes waiting, from which on it is asked, and for how long.
    private static let waiting = 0.25
    private static let suspicion = 60.0
    /// Bytes ahead of a question that tells how long the way is.
    private static let nothing = 64

    private struct Question {
        /// That were sent since the question before.
        var bytes: Int
        /// All that was on its way then.
        var ahead: Int
        var at: Double
    }

    private var questions: [Question] = []
    private var unasked = 0
    private var unanswered = 0
    private(set) var hasAnswered = false
    /// As slow as it was last seen; nil: it never was.
    private var bytesPerSecond: Double?
    /// When answers were given up that may come all the same.
    private var strays: [Double] = []
    private var suspectedUntil = -Double.infinity
    /// nil: no limit.
    private(set) var limit: Int?
    /// Seconds of an answer with nothing before it; nil: not measured.
    private var distance: Double?
    /// Through SSH: what is written is taken at once, however slow the line is.
    let isRemote: Bool

    init(isRemote: Bool = false) { self.isRemote = isRemote }

    static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    /// What has not arrived yet, as far as it is known.
    var onItsWay: Int { questions.reduce(unasked) { $0 + $1.bytes } }

    /// Answers that may still come.
    var awaited: Int { questions.count + strays.count }

    /// How long to wait for them at the end: of a terminal that has answered as long as the line may take.
    var patienceMilliseconds: Int {
        guard hasAnswered else { return 1000 }
        guard let bytesPerSecond else { return 3500 }
        let seconds = Double(onItsWay) / max(1, bytesPerSecond) * 1.5 + (distance ?? 0) * 2 + 1
        return Int(min(10, seconds) * 1000)
    }

    /// Whether what was sent before has not arrived, although it has had the time that the way takes.
    func isBehind(at now: Double) -> Bool {
        questions.first.map { now - $0.at > Self.waiting + (distance ?? 0) } ?? false
    }

    /// Asks with nothing on its way.
    mutating func asksFirst(at now: Double) {
        questions.append(Question(bytes: Self.question.count, ahead: 0, at: now))
    }

    /// That so many bytes had to wait for the terminal, for so many seconds: as fast is what it takes.
    mutating func waited(for seconds: Double, bytes: Int, at now: Double) {
        guard seconds >= Self.waiting, unanswered < Self.attempts else { return }
        suspectedUntil = now + Self.suspicion
        // One that never answers would wait for what does not come.
        if hasAnswered, limit == nil { limit = limit(bytes, in: seconds) }
    }

    /// A share of a second of the line, and what is on the way of an answer.
    private func limit(_ bytes: Int, in seconds: Double) -> Int {
        let wanted = Double(bytes) / max(0.001, seconds) * (Self.share + (distance ?? 0))
        return min(Self.most, max(Self.least, Int(wanted)))
    }

    /// Bytes that may be sent now; nil: any number.
    mutating func room(at now: Double) -> Int? {
        let patience = limit == nil ? Self.patience : Self.shortPatience
        if let oldest = questions.first, now - oldest.at > patience {
            unanswered += 1
            reset(at: now)
            // Nothing would ring for the next piece.
            if unanswered >= Self.attempts { limit = nil }
        }
        return limit.map { max(0, $0 - onItsWay) }
    }

    /// Takes in what is sent. Returns whether to ask behind it.
    mutating func sends(_ bytes: Int, isWhole: Bool, at now: Double) -> Bool {
        strays.removeAll { now - $0 > Self.patience }
        let isSuspected = isRemote || limit != nil || now < suspectedUntil
        guard unanswered < Self.attempts, isSuspected else {
            unasked = 0
            return false
        }
        unasked += bytes
        let isFull = limit.map { onItsWay >= $0 } ?? false
        guard unasked > 0, unasked >= Self.each || isFull || !isWhole else { return false }
        questions.append(Question(bytes: unasked, ahead: onItsWay, at: now))
        unasked = 0
        return true
    }

    mutating func answered(at now: Double) {
        guard !questions.isEmpty else {
            guard !strays.isEmpty else { return }
            strays.removeFirst()
            // Late, but it does answer.
            (hasAnswered, unanswered) = (true, 0)
            return
        }
        let question = questions.removeFirst()
        let whole = now - question.at
        if question.ahead <= Self.nothing { distance = min(distance ?? whole, whole) }
        let seconds = max(0.001, whole - (distance ?? 0))
        (hasAnswered, unanswered) = (true, 0)
        if seconds > Self.waiting, question.ahead >= Self.least {
            bytesPerSecond = Double(question.ahead) / seconds
        }
        if seconds > Self.slow {
            limit = limit(question.ahead, in: seconds)
        } else if seconds < Self.quick, let current = limit {
            limit = current * 2 > Self.most ? nil : current * 2
        }
    }

    /// Answers may be lost: what was typed was thrown away, or another program had the terminal.
    mutating func reset(at now: Double) {
        strays = Array((strays + questions.map { _ in now }).suffix(Self.mostStrays))
        questions = []
        unasked = 0
    }

    /// All that may still come was waited for.
    mutating func settle() {
        reset(at: 0)
        strays = []
    }

    private static let mostStrays = 16

    static var isThroughSSH: Bool {
        ["SSH_CONNECTION", "SSH_TTY"].contains { (name: String) in
            getenv(name).map { $0.pointee != 0 } ?? false
        }
    }
}
