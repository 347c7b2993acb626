import TestSupport

extension Tmux {
    /// Until the list of missed keys has so many: the first report may have a part of a stream, the next look
    /// brings the rest. Those with a row and those below, `+37 more`, are counted.
    /// - Parameter least: rows that are on the screen.
    /// - Returns: how many are.
    @discardableResult
    func waitForMissedKeys(_ count: Int, least: Int = 1) async throws -> Int {
        var visible = 0
        _ = try await waitFor("\(count) missed keys") { lines in
            visible = lines.count { $0.hasPrefix(" product:1") }
            let more = lines.compactMap { $0.firstMatch(of: /\+(\d+) more/) }.first
                .flatMap { Int($0.output.1) }
            return visible >= least && visible + (more ?? 0) == count
        }
        return visible
    }
}
