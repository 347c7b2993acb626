import ArgumentParser
import Console
import Foundation
import Metrics
import RedisClient

/// `storefront listen`: the cache follows the catalogue.
struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Removes from Redis what changes of the catalogue have made wrong.",
        discussion: """
            Follows the catalogue's outbox, which its triggers fill, whatever program changes a product: the \
            copies of the product and of its stock go at once; at most once a second the pages and \
            facets of its category, the pages of products that show it beside their own, and the \
            trending list go, and version:search is raised. Three seconds later all of it goes once \
            more, for readers who had loaded the old row just before.

            Lists that are loaded anew cost loads: README says how many. With --lists off they are left \
            to their TTL (300 and 600 seconds), and the CDN's.

            Every two seconds it writes a sign of life, cachetop:listener:NAME (NAME is that of --src), which \
            expires after ten and says how far it came and how many changes wait.

            How far it came is kept in the catalogue: after a crash, or while Redis was away, it \
            goes on where it was, and loses no change. Run one listener for a catalogue.

            EXAMPLES
              storefront listen                           until ^C, a line for each round
              storefront listen --quiet --src shop-1      only what goes wrong
            """)

    @OptionGroup var redis: RedisOptions
    @OptionGroup var catalogue: CatalogueOptions

    @Option(name: .customLong("src"), help: "The name in the events' src.")
    var source = "listener"
    @Option(
        help: ArgumentHelp(
            "Remove lists that show a changed product: on, or off (they keep their TTL).",
            valueName: "on|off"))
    var lists = Lists.on
    @Flag(help: "Print only what goes wrong.")
    var quiet = false
    @Flag(help: "End when standard input does: for the program that started this one.")
    var exitWithStdin = false

    enum Lists: String, ExpressibleByArgument, CaseIterable { case on, off }

    func validate() throws { _ = try redis.endpoint() }

    func run() async throws {
        let stop = StopSignal()
        let sources = stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        if exitWithStdin { stop.stopAtEnd() }

        let catalogue = try await catalogue.openFile(mayMake: false)
        let outbox = try Outbox(path: catalogue.path)
        defer { outbox.close() }
        var options = Shop.Options()
        options.events.source = source.isEmpty ? nil : source
        // Nobody waits for it, and a second try costs more than a longer wait.
        options.redisDeadline = .seconds(5)
        let isQuiet = quiet
        let shop = try Shop(redis: redis.endpoint(), origin: catalogue, options: options) {
            switch $0 {
            case .lost(let error):
                Self.warn("\(error) Changes wait in the catalogue until it is back.")
            case .connected:
                if !isQuiet { Self.say("connected to Redis") }
            }
        }
        let listener = Listener(
            outbox: outbox, invalidator: shop.invalidator, stop: stop, removesLists: lists == .on,
            clear: { try await Self.clear(shop) },
            heartbeat: Heartbeat(name: source.isEmpty ? "listener" : source, link: shop.link)
        ) {
            if $0.isFailure { Self.warn($0.text) } else if !isQuiet { Self.say($0.text) }
        }
        if !isQuiet { Self.say("listening to changes of \(catalogue.path)") }
        let rest = try await shop.open { try await listener.run() }
        if !isQuiet, let text = rest.text { Self.say(text) }
    }

    /// Removes all copies; returns how many there were.
    private static func clear(_ shop: Shop) async throws -> Int {
        do throws(Refusal) {
            return Int(clamping: try await Revalidation(shop: shop).carryOut(.global).removed)
        } catch {
            throw Ending(.failed, error.sentence)
        }
    }

    private static func say(_ text: String) {
        Output.inform(line(text))
    }

    private static func warn(_ text: String) {
        Output.warn(line(text))
    }

    /// With the local time of day in front.
    private static func line(_ text: String) -> String {
        let time = Date().formatted(
            .verbatim(
                "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
                timeZone: .current, calendar: Calendar(identifier: .gregorian)))
        return "\(time) \(text)"
    }
}
