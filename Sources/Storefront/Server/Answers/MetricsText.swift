/// Prometheus' text form (version 0.0.4), line by line.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var lines = ""
    private var name = ""

    mutating func family(_ name: String, _ kind: String, _ help: String) {
        self.name = name
        lines += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    mutating func sample(
        _ labels: [(String, String)], _ value: some CustomStringConvertible, suffix: String = ""
    ) {
        let list = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        lines += name + suffix + (list.isEmpty ? "" : "{\(list)}") + " \(value)\n"
    }

    /// - Parameter counts: of each bucket alone; one more than bounds.
    mutating func histogram(_ route: String, bounds: [Double], _ counts: [Int], sum: Double) {
        var total = 0
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
            total += count
            sample([("route", route), ("le", bound)], total, suffix: "_bucket")
        }
        sample([("route", route)], sum, suffix: "_sum")
        sample([("route", route)], total, suffix: "_count")
    }
}
