package import ArgumentParser
package import Logging

/// A log of what the program does with Redis, for the day when something is strange.
package struct LogOptions: ParsableArguments {
    @Option(
        name: .customLong("log"),
        help: ArgumentHelp(
            "Append a log to this file: connections, refusals, reconnects; no secret, no key.",
            valueName: "file"))
    package var file: String?

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "trace (each command and its time), debug, info, notice, warning or error. Default info.",
            valueName: "level"))
    package var level: String?

    package init() {}
}

extension SettingLookup {
    /// - Throws: status 2, when there is no such level; 1, when the file can't be opened.
    package func logger(_ options: LogOptions, label: String) throws(Ending) -> Logger {
        let setting = setting("log-level", options.level) ?? Setting("info", from: "--log-level")
        guard let level = Logger.Level(rawValue: setting.text.lowercased()) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw setting.wrong("use one of \(known)")
        }
        guard let path = text("log", options.file), !path.isEmpty else {
            return Logger(label: label) { _ in SwiftLogNoOpLogHandler() }
        }
        let file = try LogFile(path: path)
        let queue = LineQueue(capacity: 1 << 20) { file.write($0) }
        return Logger(label: label) { LineLogHandler(label: $0, level: level, queue: queue) }
    }
}
