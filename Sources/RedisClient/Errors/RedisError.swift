/// Why a connection or a command failed, for a program (`kind`) and for an operator
/// (`description`: what was tried where, what happened, what to do).
///
/// Everything that RedisClient throws is one of these. It knows the endpoint only by its redacted
/// description and a command only by its name, so that no secret and no key can get into it;
/// `message` and `serverError` may hold a server's words, which are foreign text.
package struct RedisError: Error, Sendable, Equatable {
    package enum Kind: Sendable, Hashable, CaseIterable {
        // Reaching the server.
        case refused, unknownHost, unreachable, connectTimeout
        case tlsToPlain, plainToTLS, untrustedCertificate, wrongCertificateName, tlsFailed
        /// Something answered, but not in Redis' protocol.
        case notRedis
        /// A Sentinel, which answers as Redis does and keeps no keys.
        case sentinel
        // What a server refuses; `serverError` has its words.
        case noAuth, wrongPassword, noPermission, loading
        /// Any other error reply.
        case server
        // The life of a connection.
        /// A command got no answer in time; its connection is closed, since it is not known
        /// whether the server carried the command out.
        case deadline
        /// The connection ended while the command waited, or before it was sent.
        case lost
        /// The connection was closed on this side.
        case closed
        /// The waiting task was cancelled; the server may still carry the command out.
        case cancelled
        /// A well-formed reply that the command's reader could not make sense of.
        case unexpectedReply
        /// A command without a name.
        case invalidCommand
    }

    package let kind: Kind
    /// The endpoint without its password.
    package let endpoint: String
    /// `connect`, or the name of the command.
    package internal(set) var attempted: String
    /// What happened, without full stop.
    package let message: String
    /// The error reply, if the server sent one.
    package let serverError: RedisServerError?
    /// The command was written to the connection and the server did not refuse it: it may have
    /// taken effect. False when it was never sent, or was answered with an error.
    package internal(set) var mayHaveBeenCarriedOut: Bool

    package init(
        _ kind: Kind, endpoint: String, attempted: String, message: String,
        serverError: RedisServerError? = nil, mayHaveBeenCarriedOut: Bool = false
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.attempted = attempted
        self.message = message
        self.serverError = serverError
        self.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
    }
}

extension RedisError {
    /// The server answered, and refused: asking again on this connection will not help.
    package var isServerReply: Bool { serverError != nil }

    init(_ error: RedisServerError, endpoint: String, attempted: String) {
        self.init(
            Kind(code: error.code), endpoint: endpoint, attempted: attempted,
            message: "the server says \"\(error.message)\"", serverError: error)
    }

    /// The same cause, reported for another command that failed by it as well.
    func hitting(_ attempted: String, mayHaveBeenCarriedOut: Bool = false) -> RedisError {
        var other = self
        other.attempted = attempted
        other.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
        return other
    }
}

extension RedisError.Kind {
    /// What an error reply's first word means; a word without a case of its own is `server`.
    init(code: String) {
        switch code {
        case "NOAUTH": self = .noAuth
        case "WRONGPASS": self = .wrongPassword
        case "NOPERM": self = .noPermission
        case "LOADING": self = .loading
        default: self = .server
        }
    }

    /// What the operator can do about it; nil where the message says it all.
    var advice: String? {
        switch self {
        case .refused: "Check the host and port (or socket), and that redis-server runs there."
        case .unknownHost: "Check the spelling of the host name, and the DNS of this machine."
        case .unreachable: "Check the address, and the network between here and there."
        case .connectTimeout: "Check the address, a firewall in between, and the server's load."
        case .tlsToPlain: "If this port speaks plain text, use redis:// instead of rediss://."
        case .plainToTLS: "If this port speaks TLS, use rediss:// instead of redis://."
        case .untrustedCertificate:
            "Name the authority that signed it with --tls-ca FILE, or, knowing the risk, use"
                + " --tls-insecure."
        case .wrongCertificateName:
            "Connect by the name in the certificate, or give that name with --tls-servername NAME."
        case .tlsFailed:
            "Check that the port speaks TLS 1.2 or newer and asks for no client certificate."
        case .notRedis: "Check the port: Redis usually listens on 6379."
        case .noAuth: "Give a password: REDIS_PASSWORD, or in REDIS_URL."
        case .wrongPassword: "Check the user name, and the password in REDIS_PASSWORD or REDIS_URL."
        case .noPermission: "Grant it with ACL SETUSER, or connect as another user."
        case .loading: "The server reads its data from disk: it answers when that is done."
        case .deadline: "The server may be busy with a slow command, or unreachable."
        case .lost: "Check whether redis-server was restarted or drops this client."
        case .sentinel, .server, .closed, .cancelled, .unexpectedReply, .invalidCommand: nil
        }
    }
}

extension RedisError: CustomStringConvertible {
    /// One or two sentences for the operator. No password; the server's words as they came.
    package var description: String {
        let what = attempted == Self.connecting ? "Cannot connect to" : "\(attempted) failed at"
        let advice = kind.advice.map { " \($0)" } ?? ""
        return "\(what) \(endpoint): \(message).\(advice)"
    }

    static let connecting = "connect"
}
