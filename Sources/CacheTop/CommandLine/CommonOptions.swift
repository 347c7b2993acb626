import ArgumentParser
import Console

/// The options that all commands which talk to Redis share. They are texts here; `Settings` reads
/// them together with the variables and the configuration file.
struct CommonOptions: ParsableArguments {
    @OptionGroup var redis: RedisOptions

    @Option(
        name: .customLong("revalidate-url"),
        help: "The shop's endpoint for invalidation; its secret is REVALIDATE_SECRET.")
    var revalidateURL: String?

    @Option(
        help: ArgumentHelp(
            "Where the cache's events come from.",
            discussion: """
                stream:KEY (default stream:cache:events), pubsub:CHANNEL, log:FILE, log:- \
                (standard input) or none.
                """,
            valueName: "source"))
    var events: String?

    @Option(
        name: .customLong("events-line"),
        help: ArgumentHelp(
            "Read events in lines of another form, too: a regular expression.",
            discussion: """
                With the groups outcome and key, as in 'lookup (?<key>\\S+) (?<outcome>hit|miss)'. \
                Matches bytes, in time proportional to the line; without back references and \
                look-around.
                """,
            valueName: "regex"))
    var eventsLine: String?

    @Option(
        help: ArgumentHelp(
            "How far back in the stream to begin, as 90s, 5m, 2h; 0: all of it. Default 5m.",
            valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "How often to look, as 500ms, 1s, 1m. Default 1s.", valueName: "time"))
    var interval: String?

    @Option(
        help: ArgumentHelp(
            "Whether to find out why look-ups missed: on or off. Default on.",
            discussion: "Takes up to 60 MiB of memory and 0.1 µs for each event.",
            valueName: "on|off"))
    var insight: String?

    @Option(
        help: ArgumentHelp(
            "A YAML file with these options and the shop's caching policy.", valueName: "file"))
    var config: String?

    @Flag(
        name: .customLong("read-only"),
        help: "Refuse to change the cache, whatever is pressed or asked for.")
    var readOnly = false

    @Flag(
        name: .customLong("no-values"),
        help: "Never read a value: v in an opened key shows no bytes of it.")
    var noValues = false

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp(
            "production, staging or development. In production every change wants its scope typed.",
            valueName: "name"))
    var environment: String?

    @Option(
        help: ArgumentHelp(
            "Refuse these scopes, with commas between them, as in global,pattern.",
            discussion: """
                Guards (this one, --read-only, --env, --max-purge-keys) add up: of option, variable \
                and file the strictest wins.
                """,
            valueName: "scopes"))
    var forbid: String?

    @Option(
        name: .customLong("max-purge-keys"),
        help: ArgumentHelp(
            "Refuse a purge that would remove more keys. Default 1000000.", valueName: "n"))
    var maxPurgeKeys: String?

    @Option(
        name: .customLong("purge-batch"),
        help: ArgumentHelp(
            "Remove so many keys with one UNLINK, at most. Default 500.", valueName: "n"))
    var purgeBatch: String?

    @Option(
        help: ArgumentHelp(
            "How fast plans and purges go: gentle, normal or full. Default normal.",
            discussion: """
                normal: at full speed while nobody else uses Redis, else in commands so short that \
                others wait at most twice as long; gentle: a tenth of the server's time at most; \
                full: as fast as Redis answers, whoever else waits.
                """,
            valueName: "pace"))
    var pace: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who you are, in the trail and on the others' screens. Default user@host.",
            valueName: "name"))
    var operatorName: String?

    @Option(
        name: .customLong("audit-file"),
        help: ArgumentHelp(
            "Write every invalidation to this file; none: to no file.",
            discussion: "Default $XDG_STATE_HOME/cachetop/audit.jsonl, below ~/.local/state.",
            valueName: "file"))
    var auditFile: String?

    @Flag(
        name: .customLong("allow-plain-http"),
        help: "Send the API's secret unencrypted to another machine, knowing the risk.")
    var allowPlainHTTP = false

    @OptionGroup var log: LogOptions

    @Flag(name: .customLong("no-color"), help: "Do without colours (as NO_COLOR does).")
    var noColor = false

    @Flag(
        name: .customLong("no-mouse"),
        help: "Leave the mouse to the terminal: marking text needs no Shift then.")
    var noMouse = false

    @Flag(help: "Draw with ASCII only.")
    var ascii = false
}
