import ArgumentParser
import Console
import Dashboard
import FoundationEssentials
import LiveCache
import Metrics
import RedisClient

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A private Redis and a shop under load, watched. Touches nothing of yours.",
        discussion: """
            Starts redis-server on a unix socket in a temporary folder and the reference \
            storefront (the executable beside this one), warms its cache, and opens the dashboard \
            on them. Both end with it, and the folder is removed. Everything works, invalidation \
            too: press ?
            A mark comes from another terminal, with the URL that the first line of the screen \
            names: cachetop mark --redis URL "deploy 42"

            INCIDENTS (also behind ':' on the screen: ':incident deploy'; ':incident off' ends them, and the keys that they wrote expire)
            \(incidents)
            """)

    private static var incidents: String {
        let longest = Incident.allCases.map(\.rawValue.count).max() ?? 0
        return Incident.allCases.map { incident in
            "  " + incident.rawValue
                + String(repeating: " ", count: longest + 2 - incident.rawValue.count)
                + incident.what
        }.joined(separator: "\n")
    }

    /// So that there is something to compare with.
    private static let secondsBefore = 15

    @Option(help: ArgumentHelp("Requests a second that the shop gets.", valueName: "n"))
    var rps = 400

    @Option(
        help: ArgumentHelp(
            "Make an incident \(Self.secondsBefore) s after the screen opens; see above.",
            valueName: "name"))
    var incident: Incident?

    @Flag(name: .customLong("read-only"), help: "Refuse to change even the demo's cache.")
    var readOnly = false

    @Flag(name: .customLong("no-color"), help: "Do without colours.")
    var noColor = false

    @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
    var noMouse = false

    @Flag(help: "Draw with ASCII only.")
    var ascii = false

    @OptionGroup var line: LineOption

    func run() async throws {
        guard (1...20_000).contains(rps) else {
            throw Ending(.usedWrongly, "--rps must lie between 1 and 20000.")
        }
        try Watch.requireTerminal()
        let speed = try LineSpeed(line.lineSpeed.map { Setting($0, from: "--line-speed") })
        let shop = try await PrivateShop(requestsPerSecond: rps)
        let options = try options(for: shop)
        // Nothing of the operator's own shop may leak into the demo.
        let settings = try Settings(
            options,
            environment: ["NO_COLOR": ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""])
        do {
            await shop.warm(settings.endpoint)
            let incidents = await IncidentMaker(endpoint: settings.endpoint)
            let trouble = Task {
                guard let incident else { return }
                try await Task.sleep(for: .seconds(Self.secondsBefore))
                // By the same maker, so that ':incident off' ends it, too.
                await incidents.make(incident) { _ in }
            }
            defer { trouble.cancel() }
            try await Watch.watch(settings, speed, incidents: incidents) { facts in
                facts.name = "demo: a private shop, nothing of yours"
                facts.incidents = Incident.allCases.map {
                    StartFacts.Incident(name: $0.rawValue, what: $0.what)
                }
                facts.startHint =
                    "Try: P, Down and Enter plans the purge of a product; :incident and Tab lists "
                    + "what can go wrong; [ goes back in time; ? lists the keys. "
                    + "From another terminal: cachetop mark --redis \(shop.url) \"deploy 42\""
            }
        } catch {
            await shop.stop()
            throw error
        }
        await shop.stop()
    }

    private func options(for shop: PrivateShop) throws -> CommonOptions {
        var options = try CommonOptions.parse([])
        options.redis.url = shop.url
        options.readOnly = readOnly
        options.noColor = noColor
        options.noMouse = noMouse
        options.ascii = ascii
        options.auditFile = "none"
        return options
    }
}
