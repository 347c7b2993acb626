import Metrics
import RedisClient

/// What XINFO STREAM says of a key.
enum StreamLook {
    case stream(StreamInfo)
    case missing
    case otherType
    case refused(RedisServerError)

    /// There is no stream to read under this key, for now at least.
    var isNoStream: Bool {
        switch self {
        case .stream: false
        case .missing, .otherType: true
        case .refused(let error): error.refusesKey
        }
    }

    /// Asks for it. The look-up is entered as the server counts it.
    init(
        _ key: [UInt8], _ connection: RedisConnection, own: OwnLookups?
    ) async throws(RedisError) {
        let reply = try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            let command = RedisCommand("XINFO", "STREAM", key: key)
            return try await connection.pipeline([command]) { view in
                if let error = view.serverError {
                    // A key of another type is found; a command that is refused looks nothing up.
                    if error.code == "WRONGTYPE" { mine.add(hits: 1) }
                    if error.isNoSuchKey { mine.add(misses: 1) }
                } else {
                    mine.add(hits: 1)
                }
                return view.reply
            }
        }.first
        guard let refusal = reply?.serverError else {
            self = reply.flatMap { StreamInfo($0) }.map { .stream($0) } ?? .missing
            return
        }
        self =
            refusal.code == "WRONGTYPE"
            ? .otherType : refusal.isNoSuchKey ? .missing : .refused(refusal)
    }
}
