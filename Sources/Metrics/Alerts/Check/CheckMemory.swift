import FoundationEssentials

/// What one run of `cachetop check` leaves for the next, so that rules which need a past do not have to wait.
///
/// Of at most an hour, and bounded: a reading a run, sixty of them, and sixty minutes of hit rates.
package struct CheckMemory: Sendable, Hashable, Codable {
    package static let schema = "cachetop.check-state/1"
    static let mostReadings = 60
    private static let mostSeconds = 3600.0

    /// What the server had counted at the end of a run.
    struct Reading: Sendable, Hashable, Codable {
        var at: Timestamp
        @Nullable var hits: UInt64?
        @Nullable var misses: UInt64?
        @Nullable var expired: UInt64?
        @Nullable var evicted: UInt64?
        @Nullable var cpuSeconds: Double?
        @Nullable var usedBytes: UInt64?
        @Nullable var readerCalls: UInt64?
        /// What checks themselves have looked up since, up to the end of the run that wrote this.
        var ownHits: UInt64 = 0
        var ownMisses: UInt64 = 0
        var ownReaderCalls: UInt64 = 0
    }

    /// Hit rates of a minute, by the name of the resource.
    struct Minute: Sendable, Hashable, Codable {
        var number: Int64
        var rates: [String: Double]
    }

    package struct Listener: Sendable, Hashable, Codable {
        package var name: [UInt8]
        var seenAt: Timestamp
        @Nullable var goneSince: Timestamp?
    }

    package var schema = Self.schema
    /// Whose it is, without password.
    package var endpoint: String
    /// On the server's clock.
    package var savedAt: Timestamp
    @Nullable var runID: String?
    /// Oldest first.
    var readings: [Reading] = []
    var minutes: [Minute] = []
    var alerts: [AlertBoard.Memory] = []
    @Nullable var newestEvent: Timestamp?
    @Nullable var flow: EventFlow?
    package var listeners: [Listener] = []
    /// Calls of FLUSHALL and others, which tell the next run of one between the two.
    @Nullable var calls: Calls?

    struct Calls: Sendable, Hashable, Codable {
        var at: Timestamp
        var counts: CommandCalls
    }

    /// How long has been observed, in all.
    package func observedSeconds(at now: Timestamp) -> Double {
        readings.first.map { max(0, now.seconds(since: $0.at)) } ?? 0
    }

    /// Without what lies too far back, or in the future of a clock that was set back.
    package func known(at now: Timestamp) -> CheckMemory {
        func isKnown(_ moment: Timestamp) -> Bool {
            (0...Self.mostSeconds).contains(now.seconds(since: moment))
        }
        var memory = self
        memory.readings = readings.filter { isKnown($0.at) }
        memory.minutes = minutes.filter { isKnown(Timestamp(milliseconds: $0.number &* 60_000)) }
        memory.alerts = alerts.filter { isKnown($0.asserted) }
        if let newestEvent, !isKnown(newestEvent) {
            memory.newestEvent = nil
            memory.flow = nil
        }
        memory.listeners = listeners.filter { isKnown($0.seenAt) }
        memory.calls = calls.flatMap { isKnown($0.at) ? $0 : nil }
        return memory
    }
}

extension CheckMemory {
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Why a file can't be used as a memory.
    package enum Unreadable: Error, Hashable {
        /// It is no memory of a check, or damaged.
        case foreign
        /// Another version of cachetop wrote it.
        case otherSchema(String)
    }

    package init(json: [UInt8]) throws(Unreadable) {
        struct Head: Decodable { var schema: String }
        let data = Data(json)
        guard let head = try? JSONDecoder().decode(Head.self, from: data),
            head.schema.hasPrefix("cachetop.check-state/")
        else { throw .foreign }
        guard head.schema == Self.schema else { throw .otherSchema(head.schema) }
        guard let memory = try? JSONDecoder().decode(CheckMemory.self, from: data) else {
            throw .foreign
        }
        self = memory
    }
}
