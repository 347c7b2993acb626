import Dashboard
import FoundationEssentials
import Glibc
import LiveCache
import Metrics
import Screen

/// The one loop that owns the state: it takes what waits, updates, has the effects carried out
/// and draws. Everything else sends.
@MainActor
final class App {
    private let settings: Settings
    private let terminal: any Terminal
    private let mailbox = Mailbox()
    private let liveCache: LiveCache
    private var state: State
    private var runner: EffectRunner
    /// nil: no command is run for alerts.
    private let caller: AlertCaller?
    private var drawnRevision = -1
    private var drawnAt = -Double.infinity
    private var isUndrawn = true
    /// More than figures has changed since the last whole frame.
    private var isAwaited = true
    /// A frame of which a slow line has carried a part. It is sent to its end before newer figures are: where they
    /// change faster than the line carries them, no frame would ever be whole.
    private var begun: Canvas?
    /// The plan of the last whole frame, and when that has reached the terminal.
    private var shown: (plan: State.PlanView?, at: Double) = (nil, .infinity)
    /// An invalidation has ended, and its outcome is not on the screen yet.
    private var hasOutcome = false
    private var isEnding = false

    init(
        settings: Settings, facts: StartFacts, terminal: any Terminal, isUnicode: Bool,
        incidents: IncidentMaker? = nil, onAlert: AlertCommand? = nil
    ) {
        self.settings = settings
        self.terminal = terminal
        var setting = facts
        if !isUnicode { setting.isASCII = true }
        // The Linux console has 512 characters, blocks among them and no braille.
        setting.hasBraille = ProcessInfo.processInfo.environment["TERM"] != "linux"
        var options = settings.liveCache
        options.readsLastHour = true
        state = State(
            setting: setting, grammar: options.grammar, size: terminal.size,
            now: LiveCache.monotonicSeconds(), wallClock: Self.wallClock())
        liveCache = LiveCache(options)
        caller = onAlert.map { AlertCaller($0, endpoint: setting.endpoint) }
        runner = EffectRunner(
            mailbox: mailbox, liveCache: liveCache,
            invalidator: settings.invalidator.beside(liveCache), incidents: incidents,
            caller: caller)
    }

    /// Runs until the operator or the system ends it, and gives the terminal back.
    func run() async {
        draw()
        runner.reportUnfinishedAttempts()
        await withTaskGroup(of: Void.self) { group in
            let mailbox = mailbox
            let liveCache = liveCache
            let events = terminal.events
            group.addTask {
                await liveCache.run { observation in
                    mailbox.post(.observed(observation, at: LiveCache.monotonicSeconds()))
                }
            }
            group.addTask { await Self.tick(mailbox) }
            if let caller {
                group.addTask { await caller.run { mailbox.post(.alertPassedOn($0)) } }
            }
            group.addTask { [weak self] in
                for await event in events { await self?.take(event) }
            }
            while !isEnding {
                await mailbox.rung()
                step()
            }
            // Ended by a signal, too, a long purge stops between two batches; a slow terminal takes its time.
            if state.running?.isStoppable == true { runner.run(.stopInvalidation) }
            terminal.restore()
            group.cancelAll()
        }
        await runner.finish()
    }

    private func step() {
        var hasMoreThanEvents = false
        for action in mailbox.take() {
            switch action {
            case .observed(.events, _), .observed(.survey, _), .observed(.streamHour, _): break
            // Only that a second has gone by: there was a frame in it.
            case .ticked(let moment) where moment - drawnAt < 0.9: break
            default: hasMoreThanEvents = true
            }
            if action.isAwaited { (isAwaited, begun) = (true, nil) }
            if case .invalidated = action { hasOutcome = true }
            let isHere = LiveCache.monotonicSeconds() >= shown.at
            state.planSight = .lastFrame(isHere ? shown.plan : nil)
            for effect in state.update(action) {
                carryOut(effect)
            }
        }
        guard !isEnding else { return }
        // Two tallies a second change nothing that is on the screen until the next look.
        if hasMoreThanEvents || state.revision != drawnRevision { isUndrawn = true }
        if isUndrawn { draw() }
    }

    /// What concerns the terminal is done here, all else by the runner.
    private func carryOut(_ effect: Effect) {
        switch effect {
        case .quit: isEnding = true
        case .flushTypeAhead: terminal.flushTypeAhead()
        case .copy(let text): terminal.copy(text)
        case .ring: terminal.ring()
        case .redraw:
            terminal.redraw()
            (isUndrawn, isAwaited, begun) = (true, true, nil)
        default: runner.run(effect)
        }
    }

    private func draw() {
        let canvas = begun ?? state.draw()
        switch terminal.draw(canvas, isAwaited: isAwaited) {
        case .nothing: isUndrawn = true
        case .some: (isUndrawn, begun) = (true, canvas)
        case .whole: endFrame()
        }
    }

    private func endFrame() {
        // The state may have newer figures than a frame that was sent in pieces.
        isUndrawn = begun != nil && state.revision != drawnRevision
        (isAwaited, begun) = (false, nil)
        // A plan that has arrived stays seen while frames with new figures follow.
        let plan = state.planView
        if plan != shown.plan || shown.at == .infinity { shown = (plan, terminal.arrival) }
        if hasOutcome {
            runner.outcomeIsShown()
            hasOutcome = false
        }
        drawnRevision = state.revision
        drawnAt = LiveCache.monotonicSeconds()
    }

    private func take(_ event: TerminalEvent) {
        switch event {
        case .key(let key): mailbox.post(.keyPressed(key))
        case .mouse(let press): mailbox.post(.mousePressed(press))
        case .resized, .resumed:
            (isUndrawn, isAwaited, begun) = (true, true, nil)
            mailbox.post(.resized(terminal.size))
        case .drained:
            if shown.at == .infinity { shown.at = LiveCache.monotonicSeconds() }
            if isUndrawn { mailbox.ring() }
        case .stopRefused: mailbox.post(.stopRefused)
        case .endRequested(signal: SIGINT): mailbox.post(.keyPressed(.control("c")))
        case .endRequested, .hungUp:
            isEnding = true
            mailbox.ring()
        }
    }

    nonisolated private static func tick(_ mailbox: Mailbox) async {
        while !Task.isCancelled {
            mailbox.post(.ticked(LiveCache.monotonicSeconds()))
            try? await Task.sleep(for: .seconds(1))
        }
    }

    nonisolated private static func wallClock() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

extension Action {
    /// What an operator waits for, or must see at once: on a slow line figures alone wait for their turn.
    fileprivate var isAwaited: Bool {
        switch self {
        case .keyPressed, .mousePressed, .resized, .stopRefused, .planned, .invalidated, .marked,
            .snapshotWritten, .exported, .incidentFailed, .incidentsEnded, .observed(.link, _):
            true
        default: false
        }
    }
}
