extension InfoReply {
    /// What answers is a Sentinel, which keeps no keys.
    package var isSentinel: Bool { mode == "sentinel" }

    /// In the order of INFO; what can't be read is left out.
    package var sentinelMasters: [SentinelMaster] {
        (0..<Self.mostMasters).lazy.map { self[field: "master\($0)"] }.prefix { $0 != nil }
            .compactMap { $0.flatMap(Self.master) }
    }

    private static let mostMasters = 1000

    private static func master(_ line: String) -> SentinelMaster? {
        var parts: [Substring: Substring] = [:]
        for part in line.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else { continue }
            parts[part[..<equals]] = part[part.index(after: equals)...]
        }
        // The last colon: an IPv6 address has several.
        guard let address = parts["address"], let colon = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: colon)...]), (1...65535).contains(port)
        else { return nil }
        let host = address[..<colon]
        // It is shown in a command line to copy: nothing that a shell would read.
        guard !host.isEmpty,
            host.utf8.allSatisfy({ byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || ".:-_".utf8.contains(byte)
            })
        else { return nil }
        return SentinelMaster(name: String(parts["name"] ?? "?"), host: String(host), port: port)
    }
}
