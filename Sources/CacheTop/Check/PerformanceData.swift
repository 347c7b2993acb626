import Metrics

/// Figures behind the `|` of a Nagios plugin: `'label'=value[unit];warning;critical;least;most`. Of what is
/// not known there is none.
struct PerformanceData {
    let text: String

    init(_ snapshot: Snapshot) {
        var parts: [String] = []
        func add(_ label: String, _ value: String?, _ unit: String, _ limits: String = ";;0") {
            guard let value else { return }
            // A quote in a label is doubled, and `=` may not be in it.
            let name = label.replacing("'", with: "''").replacing("=", with: "_")
            parts.append("'\(name)'=\(value)\(unit);\(limits)")
        }
        func percent(_ ratio: Double?) -> String? {
            ratio.map { Format.decimal($0 * 100, places: 1) }
        }
        let memory = snapshot.memory
        let limit = memory.maxBytes.flatMap { $0 > 0 ? $0 : nil }
        add(
            "memory", memory.usedBytes.map { "\($0)" }, "B",
            ";;0" + (limit.map { ";\($0)" } ?? ""))
        add("server hit rate", percent(snapshot.server.windows.last?.hitRate), "%", ";;0;100")
        add(
            "operations per second",
            snapshot.server.opsPerSecond.map { Format.decimal($0, places: 1) }, "")
        add(
            "evictions per second",
            snapshot.server.evictedPerSecond.map { Format.decimal($0, places: 1) }, "")
        for resource in snapshot.resources {
            let minute = resource.windows.first { $0.seconds == 60 }
            add("\(resource.name) hit rate", percent(minute?.hitRate), "%", ";;0;100")
            add("\(resource.name) keys", resource.keys.map { "\($0)" }, "")
        }
        text = parts.joined(separator: " ")
    }
}
