/// What stands behind the `?` of a Redis URL. Other clients take many options there.
///
/// What says which server, which user or which verification is meant is followed or refused, never ignored.
/// What only tunes another client changes nothing here. The rest is refused: it may be a misspelt `db`.
struct RedisURLParameters {
    private(set) var database: Int?

    init(_ query: Substring, isTLS: Bool) throws(RedisURLError) {
        for pair in query.split(separator: "&") {
            let (name, value) = pair.cut(at: "=") ?? (pair, "")
            let word = name.lowercased().filter { $0 != "_" && $0 != "-" }
            switch word {
            case "db", "database": database = try RedisEndpoint.database(value)
            case _ where Self.ofOtherClients.contains(word): break
            case "sslcertreqs", "sslcheckhostname", "rejectunauthorized":
                try Self.verification(isOn: !Self.offWords.contains(value.lowercased()), isTLS)
            case "skipverify", "tlsinsecure", "insecure":
                try Self.verification(isOn: Self.offWords.contains(value.lowercased()), isTLS)
            case "tls", "ssl":
                guard isTLS || Self.offWords.contains(value.lowercased()) else {
                    throw RedisURLError(
                        "The Redis URL asks for TLS behind its '?': write rediss:// instead of"
                            + " redis://.")
                }
            case "sslcacerts", "sslcapath", "sslcadata", "sslcertfile", "sslkeyfile":
                throw RedisURLError(
                    "The Redis URL names certificates behind its '?': give the authority's file"
                        + " with --tls-ca instead.")
            case "user", "username", "password", "auth", "authtoken", "token":
                throw RedisURLError(
                    "The Redis URL has a user or a password behind its '?': write"
                        + " redis://USER@HOST:6379, and put the password into REDIS_PASSWORD.")
            default:
                throw RedisURLError(
                    "The Redis URL has something behind its '?' that is not known: it can have"
                        + " db=N there.")
            }
        }
    }

    private static func verification(isOn: Bool, _ isTLS: Bool) throws(RedisURLError) {
        guard isTLS, !isOn else { return }
        throw RedisURLError(
            "The Redis URL asks behind its '?' not to verify the certificate: take that out, and if"
                + " you mean it use --tls-insecure.")
    }

    private static let offWords: Set = [
        "none", "certnone", "cert_none", "optional", "cert_optional", "false", "0", "no", "off",
    ]

    /// As redis-py, ioredis, node-redis, go-redis and Lettuce spell them, without `_`. `family` chooses
    /// among a name's addresses; all of them are tried here.
    private static let ofOtherClients: Set = [
        "protocol", "family", "timeout", "sockettimeout", "socketconnecttimeout", "socketkeepalive",
        "connecttimeout", "commandtimeout", "dialtimeout", "readtimeout", "writetimeout",
        "keepalive", "nodelay", "retryontimeout", "maxconnections", "maxretries",
        "maxretriesperrequest", "minidleconns", "poolsize", "pooltimeout", "healthcheckinterval",
        "clientname", "name", "libname", "libver", "decoderesponses", "encoding", "lazyconnect",
        "enablereadycheck", "enableofflinequeue", "allowusernameinuri", "connectionname",
    ]
}
