extension RedisError: CustomStringConvertible {
    /// One or two sentences for the operator. No password; the server's words as they came.
    package var description: String {
        let what = attempted == Self.connecting ? "Cannot connect to" : "\(attempted) failed at"
        let next = advice.map { " \($0)" } ?? ""
        // First what happened; the command is a detail.
        if kind == .deadline {
            return "\(message.prefix(1).uppercased())\(message.dropFirst()) from \(endpoint) to "
                + "\(attempted).\(next)"
        }
        return "\(what) \(endpoint): \(message).\(next)"
    }

    static let connecting = "connect"

    /// What the operator can do about it; nil where the message says it all.
    package var advice: String? {
        guard let right = serverError?.missingRight(for: attempted) else { return kind.advice }
        return "Grant \(right) to this user with ACL SETUSER, or connect as another user."
    }
}

extension RedisError.Kind {
    fileprivate var advice: String? {
        switch self {
        case .refused: "Check the host and port (or socket), and that redis-server runs there."
        case .unknownHost: "Check the spelling of the host name, and the DNS of this machine."
        case .unreachable: "Check the address, and the network between here and there."
        case .connectTimeout: "Check the address, a firewall in between, and the server's load."
        case .tooManyFiles: "Raise the limit with 'ulimit -n'."
        case .notRedis: "Check the port: Redis usually listens on 6379."
        case .noAuth: "Give a password: REDIS_PASSWORD, or in REDIS_URL."
        case .wrongPassword: "Check the user name, and the password in REDIS_PASSWORD or REDIS_URL."
        case .passwordNotExpected:
            "Leave out REDIS_PASSWORD and the password in REDIS_URL, or name the user it belongs to."
        case .userNotExpected:
            "This server knows no users (Redis before 6): leave the user name out of the URL."
        case .tooManyClients:
            "Close idle clients (CLIENT LIST shows them), or raise maxclients on the server."
        case .noPermission: "Grant it with ACL SETUSER, or connect as another user."
        case .loading: "The server reads its data from disk: it answers when that is done."
        case .deadline: "The server may be busy with a slow command, or unreachable."
        case .lost: "Check whether redis-server was restarted or drops this client."
        case .tlsToPlain, .plainToTLS, .untrustedCertificate, .wrongCertificateName, .tlsFailed,
            .expiredCertificate, .clientCertificate, .certificateFile:
            tlsAdvice
        case .sentinel, .server, .closed, .cancelled, .replyTooLarge, .unexpectedReply,
            .invalidCommand:
            nil
        }
    }

    private var tlsAdvice: String? {
        switch self {
        case .tlsToPlain: "If this port speaks plain text, use redis:// instead of rediss://."
        case .plainToTLS: "If this port speaks TLS, use rediss:// instead of redis://."
        case .untrustedCertificate:
            "Name the authority that signed it with --tls-ca FILE, or, knowing the risk, use"
                + " --tls-insecure."
        case .expiredCertificate:
            "Check the clock of this machine, and renew the certificate on the server."
        case .wrongCertificateName:
            "Connect by the name in the certificate, or give that name with --tls-servername NAME."
        case .clientCertificate:
            "Give a certificate that the server accepts with --tls-cert FILE and --tls-key FILE."
        case .tlsFailed:
            "Check that the port speaks TLS 1.2 or newer; if it demands a client certificate, give"
                + " one with --tls-cert FILE and --tls-key FILE."
        default: nil
        }
    }
}
