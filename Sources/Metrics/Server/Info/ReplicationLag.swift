/// How far a replica is behind its primary, in seconds since it was last heard of.
struct ReplicationLag: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A replica of the server that is watched.
        case replica
        /// The watched server is a replica: its primary.
        case primary
    }

    var kind: Kind
    var endpoint: String
    var seconds: Double
}

extension InfoReply {
    /// Of each replica in INFO replication (`slave0:ip=…,port=…,state=online,offset=…,lag=1`), and of the
    /// primary whose link is down.
    var replicationLags: [ReplicationLag] {
        let count = min(self.count("connected_slaves") ?? 0, 100)
        var lags = (0..<count).compactMap { index -> ReplicationLag? in
            guard let line = self[field: "slave\(index)"] else { return nil }
            var parts: [Substring: Substring] = [:]
            for part in line.split(separator: ",") {
                guard let equals = part.firstIndex(of: "=") else { continue }
                parts[part[..<equals]] = part[part.index(after: equals)...]
            }
            // A replica that is still loading its copy has no lag: -1.
            guard let ip = parts["ip"], let port = parts["port"],
                let lag = parts["lag"].flatMap({ Double($0) }), lag.isFinite, lag >= 0
            else { return nil }
            return ReplicationLag(kind: .replica, endpoint: "\(ip):\(port)", seconds: lag)
        }
        if self[field: "master_link_status"] == "down",
            let down = number("master_link_down_since_seconds", upTo: 1e9),
            let host = self[field: "master_host"]
        {
            let port = self[field: "master_port"].map { ":\($0)" } ?? ""
            lags.append(ReplicationLag(kind: .primary, endpoint: host + port, seconds: down))
        }
        return lags
    }
}
