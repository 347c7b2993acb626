/// A part of the memory that the server uses, and what it is for.
package struct MemoryShare: Sendable, Hashable, Codable {
    /// The event stream.
    package static let stream = "stream"
    /// Keys of no resource.
    package static let unclassified = "unclassified"
    /// What the rest does not explain: tables, buffers, counters, cachetop's own keys.
    package static let overhead = "overhead"

    /// A resource's name, or one of the three above.
    package var of: String
    @Nullable package var bytes: UInt64?

    package init(of: String, bytes: UInt64?) {
        self.of = of
        self.bytes = bytes
    }
}

extension History {
    /// Parts come from the last sweep, the whole from INFO. What is left over is known only where every
    /// part is; in a cluster the sweep sees all nodes and INFO one.
    func noteMemoryShares(in snapshot: inout Snapshot) {
        let parts =
            snapshot.resources.map { MemoryShare(of: $0.name, bytes: $0.bytes) } + [
                MemoryShare(of: MemoryShare.stream, bytes: streamBytes),
                MemoryShare(of: MemoryShare.unclassified, bytes: snapshot.unclassified.bytes),
            ]
        let hasNoStream = streamBytes == nil && memorySurvey?.isComplete == true
        var explained: UInt64? = 0
        for part in parts where !(hasNoStream && part.of == MemoryShare.stream) {
            explained = explained.flatMap { sum in part.bytes.map { saturatingSum(sum, $0) } }
        }
        var rest: UInt64?
        if let explained, let used = snapshot.memory.usedBytes, used >= explained,
            !snapshot.isCluster
        {
            rest = used - explained
        }
        snapshot.memoryBy = parts + [MemoryShare(of: MemoryShare.overhead, bytes: rest)]
        noteForecast(in: &snapshot)
    }

    private func noteForecast(in snapshot: inout Snapshot) {
        let memory = snapshot.memory
        guard let limit = memory.maxBytes, limit > 0, let used = memory.usedBytes,
            let growth = memory.growthBytesPerSecond, growth > 0
        else { return }
        let forecast = Forecast(used: Double(used), limit: Double(limit), perSecond: growth)
        switch memory.outlook {
        case .fills: snapshot.secondsUntilFull = forecast.secondsLeft
        case .tooEarly:
            snapshot.memory.forecastNeedsSeconds = memory.growthSeconds.flatMap {
                forecast.needsSeconds(afterKnown: $0, slows: memory.growthSlows == true)
            }
        default: break
        }
    }
}
