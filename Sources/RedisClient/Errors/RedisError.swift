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
        /// A certificate of the server whose time is over, or has not begun by this machine's clock.
        case expiredCertificate
        /// The server demands a certificate of this side, or takes the one that was given for none.
        case clientCertificate
        /// A file that `RedisTLS` names can't be used: nothing was sent.
        case certificateFile
        /// This process may open no more files and sockets.
        case tooManyFiles
        /// Something answered, but not in Redis' protocol.
        case notRedis
        /// A Sentinel, which answers as Redis does and keeps no keys.
        case sentinel
        // What a server refuses; `serverError` has its words.
        case noAuth, wrongPassword, noPermission, loading
        /// A password for a user who has none; a user name for a server that knows no users.
        case passwordNotExpected, userNotExpected
        case tooManyClients
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
        /// A reply of more than 64 MiB: it was not read to its end and its connection is closed. Asking for
        /// less (a smaller COUNT) may help; those who waited behind it have `lost`.
        case replyTooLarge
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
            error.kind, endpoint: endpoint, attempted: attempted,
            message: "the server says \"\(error.words)\"", serverError: error)
    }

    /// The same cause, reported for another command that failed by it as well.
    func hitting(_ attempted: String, mayHaveBeenCarriedOut: Bool = false) -> RedisError {
        var other = self
        other.attempted = attempted
        other.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
        return other
    }
}
