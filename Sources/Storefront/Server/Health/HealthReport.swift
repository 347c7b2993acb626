import HTTPTypes

/// The answer of `GET /health`. Every field is always there; unknown is null.
struct HealthReport: Encodable, Sendable {
    enum Status: String, Encodable, Sendable {
        case ok, degraded, down
    }

    /// One part of the shop. Its error is a sentence without addresses or paths.
    struct Part: Encodable, Sendable {
        var status: Status
        /// nil: there was no answer.
        var latencyMs: Double?
        var error: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(status, forKey: .status)
            try container.encode(latencyMs, forKey: .latencyMs)
            try container.encode(error, forKey: .error)
        }

        private enum Keys: CodingKey { case status, latencyMs, error }
    }

    var redis: Part
    var catalogue: Part
    /// nil: there is no search engine, `MEILI_HOST` is not set.
    var search: Part?

    /// Without its catalogue the shop has nothing to say; without Redis it is slower. A search engine is
    /// shown, not weighed: the shop's searches are answered by its catalogue.
    var status: Status {
        if catalogue.status != .ok { return .down }
        return redis.status == .ok ? .ok : .degraded
    }

    var code: HTTPResponse.Status { status == .down ? .serviceUnavailable : .ok }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(status, forKey: .status)
        try container.encode(redis, forKey: .redis)
        try container.encode(catalogue, forKey: .catalogue)
        try container.encode(search, forKey: .search)
    }

    private enum Keys: CodingKey { case status, redis, catalogue, search }
}
