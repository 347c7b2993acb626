import FoundationEssentials
package import Logging
import Metrics

/// swift-log's lines for a queue: `2026-11-25T22:41:42.123Z info redis: connected to=redis://cache-1:6379/0`.
///
/// A line is one line, whatever a server put into it: what can't be seen is made visible.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let queue: LineQueue

    package init(label: String, level: Logger.Level, queue: LineQueue) {
        self.label = label
        logLevel = level
        self.queue = queue
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let values = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let details = values.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(label): \(event.message)\(details)"
        queue.write("\(now) \(event.level) \(DisplayLine.safe(text))")
    }
}
