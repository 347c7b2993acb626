import Console
import FoundationEssentials
import LiveCache
import Metrics
import RedisClient

/// Finds a setting in its three places: option, variable, configuration file.
struct SettingsSource {
    let environment: Settings.Environment
    let file: ConfigurationFile
    let lookup: SettingLookup

    init(_ options: CommonOptions, _ environment: Settings.Environment) throws(Ending) {
        self.environment = environment
        let path = SettingLookup(environment).text("config", options.config) ?? ""
        file = path.isEmpty ? ConfigurationFile() : try ConfigurationFile(path: path)
        lookup = SettingLookup(environment, file: file.options, named: path)
    }

    func text(_ name: String, _ option: String?) -> String? { lookup.text(name, option) }

    func flag(_ name: String, _ option: Bool) throws(Ending) -> Bool {
        try lookup.flag(name, option)
    }

    func api(_ options: CommonOptions) throws(Ending) -> RevalidateAPI? {
        let allowsPlain = try flag("allow-plain-http", options.allowPlainHTTP)
        let option = options.revalidateURL
        guard let url = lookup.text("revalidate-url", option, variable: "REVALIDATE_URL") else {
            return nil
        }
        let types = lookup.variables.text("REVALIDATE_TYPES") ?? "product,category,search,global"
        return RevalidateAPI(
            url: url, secret: lookup.variables.secret("REVALIDATE_SECRET"),
            types: Set(types.split(separator: ",").map { Variables.trimmed($0) }),
            allowPlainHTTP: allowsPlain)
    }

    func events(_ option: String?) throws(Ending) -> EventSource {
        let setting =
            lookup.setting("events", option)
            ?? Setting("stream:cache:events", from: "the default of --events")
        do {
            return try EventSource(parsing: setting.text)
        } catch {
            throw Ending(.usedWrongly, "\(error) (It comes from \(setting.place).)")
        }
    }

    /// Whether misses are put down to causes.
    func insight(_ option: String?) throws(Ending) -> Bool {
        guard let setting = lookup.setting("insight", option) else { return true }
        switch setting.text {
        case "on": return true
        case "off": return false
        default: throw setting.wrong("use on or off")
        }
    }

    /// What decodes the event stream's replies: by a variable only, for when the usual one is suspected.
    func streamDecoding() throws(Ending) -> ReplyDecoding {
        guard let setting = lookup.setting("reader", nil) else { return .inPlace }
        switch setting.text {
        case "in-place": return .inPlace
        case "hiredis": return .hiredis
        default: throw setting.wrong("use in-place or hiredis")
        }
    }

    func eventPattern(
        _ option: String?, _ events: EventSource
    ) throws(Ending) -> EventPattern? {
        if option != nil, !events.hasLines {
            throw Ending(
                .usedWrongly,
                "--events-line describes lines, and \(events) has none; use it with --events "
                    + "pubsub:CHANNEL, log:FILE or log:-.")
        }
        guard let setting = lookup.setting("events-line", option) else { return nil }
        do {
            return try EventPattern(setting.text)
        } catch {
            throw Ending(.usedWrongly, "\(setting.place) is '\(setting.text)', and \(error).")
        }
    }
}
