import NIOCore
import NIOPosix
import NIOSSL

extension RedisError {
    /// What NIO and NIOSSL throw, in the operator's words. A `RedisError` stays what it is.
    init(_ error: any Error, endpoint: RedisEndpoint) {
        if let error = error as? RedisError {
            self = error
            return
        }
        let (kind, message) = Self.explain(error, endpoint)
        self.init(
            kind, endpoint: endpoint.description, attempted: Self.connecting, message: message)
    }

    private static func explain(_ error: any Error, _ endpoint: RedisEndpoint) -> (Kind, String) {
        switch error {
        case is CancellationError: return (.cancelled, "the wait was cancelled")
        case let error as NIOConnectionError: return explain(error)
        case let error as IOError: return explain(error)
        case ChannelError.connectTimeout:
            return (.connectTimeout, "the address does not answer in time")
        case is ChannelError: return (.lost, "the connection is closed")
        case SocketAddressError.unixDomainSocketPathTooLong:
            return (.unreachable, "the path of the socket is too long for a unix socket")
        case NIOSSLError.uncleanShutdown: return (.lost, "the server cut the connection off")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return (.wrongCertificateName, "the server's certificate is for another name")
        case let error as NIOSSLExtraError where error == .serverHostnameImpossibleToMatch:
            return (.wrongCertificateName, "the name is none that a certificate can have")
        case NIOSSLError.unableToValidateCertificate:
            return (.untrustedCertificate, "the server's certificate can't be validated")
        case NIOSSLError.handshakeFailed(let cause): return explain(handshake: "\(cause)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return explain(handshake: "\(error)")
        default: return (.lost, "\(error)")
        }
    }

    private static func explain(_ error: NIOConnectionError) -> (Kind, String) {
        let causes = error.connectionErrors.map(\.error)
        if causes.isEmpty { return (.unknownHost, "the host name is not known") }
        if causes.contains(where: { ($0 as? ChannelError).isConnectTimeout }) {
            return (.connectTimeout, "the address does not answer in time")
        }
        // Of several addresses the last tried says it: the first is often an IPv6 address that does not work.
        return (causes.last as? IOError).map(explain) ?? (.unreachable, "no address can be reached")
    }

    private static func explain(_ error: IOError) -> (Kind, String) {
        switch Errno(error.errnoCode) {
        case .refused: (.refused, "the connection was refused")
        case .noFile: (.refused, "there is no such socket")
        case .noAccess: (.unreachable, "this user may not open the socket (permission denied)")
        case .reset: (.lost, "the server reset the connection")
        case .tooManyFiles: (.tooManyFiles, "this process may not open more files or sockets")
        case .noRoute: (.unreachable, "there is no route to the address")
        case .timedOut: (.connectTimeout, "the address does not answer in time")
        case .other: (.unreachable, "\(error)")
        }
    }

    /// BoringSSL gives its reasons in the text only.
    private static func explain(handshake text: String) -> (Kind, String) {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return (.untrustedCertificate, "the server's certificate is not trusted")
        }
        if text.contains("WRONG_VERSION_NUMBER") {
            return (.tlsToPlain, "the server does not speak TLS: it answered in plain text")
        }
        if let refusal = refusedClientCertificate(text) { return (.clientCertificate, refusal) }
        if text.contains("EOF during handshake") {
            return (.tlsFailed, "the server hung up during the TLS handshake")
        }
        return (.tlsFailed, "TLS failed (\(boringSSLReason(text)))")
    }

    /// BoringSSL's word for it, out of `error:10000410:SSL routines:OPENSSL_internal:WORD at FILE:LINE`.
    static func boringSSLReason(_ text: String) -> String {
        let mark = "OPENSSL_internal:"
        guard let place = text.ranges(of: mark).first else { return text }
        return String(text[place.upperBound...].prefix { $0 != " " && $0 != "]" })
    }

    /// By the alerts of TLS (RFC 8446, 6.2) that concern this side's certificate.
    private static func refusedClientCertificate(_ text: String) -> String? {
        let alerts = [
            ("CERTIFICATE_REQUIRED", "the server asks for a client certificate"),
            (
                "ALERT_UNKNOWN_CA",
                "the server does not trust the authority of the client certificate"
            ),
            (
                "ALERT_CERTIFICATE_EXPIRED",
                "the server says that the client certificate has expired"
            ),
            ("ALERT_BAD_CERTIFICATE", "the server refuses the client certificate"),
            ("ALERT_CERTIFICATE_UNKNOWN", "the server refuses the client certificate"),
            ("ALERT_UNSUPPORTED_CERTIFICATE", "the server refuses the client certificate"),
            ("ALERT_CERTIFICATE_REVOKED", "the server says that the client certificate is revoked"),
        ]
        return alerts.first { text.contains($0.0) }?.1
    }

    // MARK: The first exchange

    /// A new connection that ended before it was ready: what was tried is to connect. `reason` is
    /// what the server said before.
    func whileGreeting(_ endpoint: RedisEndpoint, saying reason: RedisServerError?) -> RedisError {
        if let reason {
            return RedisError(
                reason.hiding(endpoint.password), endpoint: self.endpoint,
                attempted: Self.connecting)
        }
        var kind = kind
        var message = message
        if kind == .deadline {
            kind = .connectTimeout
            message = "the connection stands, but no answer came in time"
        }
        return RedisError(
            kind, endpoint: self.endpoint, attempted: Self.connecting, message: message,
            serverError: serverError)
    }

    /// Whether the reply to one of the first commands forbids to go on; nil: it does not.
    init?(greeting command: RedisCommand, _ reply: RedisReply, endpoint: RedisEndpoint) {
        let name = command.name
        guard case .error(let error) = reply else {
            let isOK = ["OK", "PONG"].contains(reply.text)
            if name != "AUTH" || isOK { return nil }
            self.init(
                .notRedis, endpoint: endpoint.description, attempted: Self.connecting,
                message: "the answer to AUTH is none that Redis gives")
            return
        }
        let matters =
            switch name {
            case "AUTH", "SELECT": true
            default: ["NOAUTH", "LOADING"].contains(error.code)
            }
        guard matters else { return nil }
        if name == "SELECT", error.isUnknownCommand {
            self.init(
                .sentinel, endpoint: endpoint.description, attempted: Self.connecting,
                message: "the server has no databases, as a Sentinel; leave out the database's "
                    + "number to see which masters it watches")
            return
        }
        let shown = error.hiding(endpoint.password)
        guard name == "AUTH" else {
            self.init(shown, endpoint: endpoint.description, attempted: name)
            return
        }
        self.init(
            error.kind(ofAuthAs: endpoint.username), endpoint: endpoint.description,
            attempted: name, message: "the server says \"\(shown.words)\"", serverError: shown)
    }
}

extension RedisServerError {
    /// Some servers repeat the arguments of a command that they don't know, so of AUTH.
    func hiding(_ password: String?) -> RedisServerError {
        guard let password, !password.isEmpty, message.contains(password) else { return self }
        return RedisServerError(code: code, message: message.replacing(password, with: "***"))
    }
}

extension ChannelError? {
    fileprivate var isConnectTimeout: Bool {
        if case .connectTimeout = self { true } else { false }
    }
}

/// The few numbers that are distinguished; they differ between systems, and NIO knows only numbers.
private enum Errno {
    case refused, noFile, noAccess, reset, tooManyFiles, noRoute, timedOut, other

    init(_ code: CInt) {
        switch code {
        #if os(Linux)
            case 111: self = .refused
            case 104, 32: self = .reset
            case 101, 113: self = .noRoute
            case 110: self = .timedOut
        #else
            case 61: self = .refused
            case 54, 32: self = .reset
            case 51, 65: self = .noRoute
            case 60: self = .timedOut
        #endif
        case 2: self = .noFile
        case 13, 1: self = .noAccess
        case 23, 24: self = .tooManyFiles
        default: self = .other
        }
    }
}
