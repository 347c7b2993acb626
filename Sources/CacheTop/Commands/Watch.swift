import ArgumentParser
import Console
import Dashboard
import Glibc

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The dashboard (what cachetop does without a command).",
        discussion: """
            Draws first and connects after; a Redis that is away is waited for. Small letters \
            look, capital letters change the cache, each after a confirmation: ? shows the keys.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var alerts: AlertOptions
    @OptionGroup var bell: BellOption
    @OptionGroup var line: LineOption

    func run() async throws {
        let settings = try Settings(common)
        let command = try settings.alertCommand(alerts.onAlert)
        let ringsBell = try settings.ringsBell(bell.bell)
        let speed = try settings.lineSpeed(line.lineSpeed)
        try await Self.watch(settings, speed, onAlert: command) { $0.ringsBell = ringsBell }
    }

    static func requireTerminal() throws(Ending) {
        guard isatty(STDOUT_FILENO) == 1 else {
            throw Ending(
                .usedWrongly,
                "the dashboard needs a terminal and standard output is none; "
                    + "'cachetop snapshot' writes the same as JSON.")
        }
    }

    @MainActor
    static func watch(
        _ settings: Settings, _ speed: LineSpeed?, incidents: IncidentMaker? = nil,
        onAlert: AlertCommand? = nil,
        changing setting: (inout StartFacts) -> Void = { _ in }
    ) async throws(Ending) {
        try requireTerminal()
        let terminal: CursesTerminal
        do {
            terminal = try CursesTerminal(
                wantsColor: settings.wantsColor, wantsMouse: settings.wantsMouse,
                budget: speed.map { LineBudget(bytesPerSecond: $0.bytesPerSecond) })
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
        defer { terminal.restore() }
        var facts = settings.dashboard
        facts.passesAlertsOn = onAlert != nil
        facts.lineBytesPerSecond = speed?.bytesPerSecond
        setting(&facts)
        await App(
            settings: settings, facts: facts, terminal: terminal, isUnicode: terminal.isUnicode,
            incidents: incidents, onAlert: onAlert
        ).run()
    }
}
