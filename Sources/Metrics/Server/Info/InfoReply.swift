/// Redis' answer to INFO, parsed whole: `field:value` lines. Unknown lines do no harm; a field
/// that a managed service leaves out is nil.
package struct InfoReply: Sendable, Hashable {
    private var fields: [String: String] = [:]
    /// Whether it has the section that lists the databases.
    package private(set) var hasKeyspace = false

    /// Lines are split as bytes: one value that is no UTF-8 spoils no other.
    package init(_ reply: [UInt8]) {
        for line in reply.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "# Keyspace".utf8) { hasKeyspace = true }
            guard line.first != UInt8(ascii: "#"),
                let colon = line.firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            var value = line[(colon + 1)...]
            if value.last == UInt8(ascii: "\r") { value = value.dropLast() }
            fields[String(decoding: line[..<colon], as: UTF8.self)] =
                String(decoding: value, as: UTF8.self)
        }
    }

    package subscript(field field: String) -> String? { fields[field] }

    package func count(_ field: String) -> UInt64? { fields[field].flatMap { Self.count($0) } }

    /// A count as Redis keeps it; nil for what no server can have counted, such as −1 or 2^63.
    private static func count(_ text: some StringProtocol) -> UInt64? {
        Int64(text).flatMap { UInt64(exactly: $0) }
    }

    /// Neither negative nor infinite: no number that is read here can be.
    package func number(_ field: String) -> Double? {
        fields[field].flatMap { Double($0) }.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// The same; nil above what any machine reaches.
    package func number(_ field: String, upTo limit: Double) -> Double? {
        number(field).flatMap { $0 <= limit ? $0 : nil }
    }

    package var isEmpty: Bool { fields.isEmpty }

    /// The lines of INFO commandstats, by command.
    var commandStats: [(command: Substring, value: String)] {
        fields.compactMap { field, value in
            field.hasPrefix("cmdstat_") ? (field.dropFirst("cmdstat_".count), value) : nil
        }
    }

    package var version: String? { fields["valkey_version"] ?? fields["redis_version"] }
    package var mode: String? { fields["redis_mode"] ?? fields["server_mode"] }
    /// Whether keys are spread over several nodes, of which this one answers for its own only; nil
    /// where the reply has neither `redis_mode` nor `cluster_enabled`.
    package var isCluster: Bool? {
        if mode == "cluster" || fields["cluster_enabled"] == "1" { return true }
        return mode == nil && fields["cluster_enabled"] == nil ? nil : false
    }

    package var runID: String? { fields["run_id"] }

    package var role: ServerRole? {
        switch fields["role"] {
        case "master": .primary
        // Valkey and Dragonfly say replica.
        case "slave", "replica": .replica
        case "active-replica": .activeReplica
        default: nil
        }
    }

    /// The server's own clock when it answered (Redis 7.0 and later).
    package var time: Timestamp? {
        count("server_time_usec").map { Timestamp(milliseconds: Int64($0 / 1000)) }
    }

    /// Seconds of processor time the server has used, system and user.
    package var cpuSeconds: Double? {
        guard let system = number("used_cpu_sys"), let user = number("used_cpu_user") else {
            return nil
        }
        return system + user
    }

    /// Keys in all databases; nil without the section.
    package var keysOfAllDatabases: UInt64? {
        guard hasKeyspace else { return nil }
        return fields.keys.filter { $0.hasPrefix("db") }.compactMap { Int($0.dropFirst(2)) }
            .compactMap(keys(inDatabase:)).reduce(UInt64(0), saturatingSum)
    }

    /// Keys in a database; 0 when the keyspace section leaves it out, nil without the section.
    package func keys(inDatabase index: Int) -> UInt64? {
        guard let line = fields["db\(index)"] else { return hasKeyspace ? 0 : nil }
        guard let part = line.split(separator: ",").first(where: { $0.hasPrefix("keys=") }) else {
            return nil
        }
        return Self.count(part.dropFirst("keys=".count))
    }
}
