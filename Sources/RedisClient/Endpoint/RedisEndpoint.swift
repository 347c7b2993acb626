/// Where a Redis is and as whom to talk to it.
///
/// A plain value: the command line fills it from a URL and may then replace single fields (a
/// password from the environment, `--tls-ca`). `RedisConnection.connect(to:)` reads it.
/// Whatever is shown, logged or thrown uses `description`, which never holds the password; that is
/// why the type has a hand-written description and debug description, and hides from mirrors.
package struct RedisEndpoint: Sendable, Hashable {
    package enum Address: Sendable, Hashable {
        /// A DNS name or an IP literal (IPv6 without brackets).
        case tcp(host: String, port: Int)
        case unixSocket(path: String)
    }

    package static let defaultPort = 6379

    package var address: Address
    /// nil: the default user, by the one-argument AUTH if there is a password.
    package var username: String?
    /// nil: no AUTH is sent, unless there is a user name (then with an empty password).
    package var password: String?
    package var database: Int
    /// nil: plain text.
    package var tls: RedisTLS?
    /// Sent with CLIENT SETNAME; an error there is ignored.
    package var clientName = "cachetop"

    package init(
        address: Address, username: String? = nil, password: String? = nil, database: Int = 0,
        tls: RedisTLS? = nil
    ) {
        self.address = address
        self.username = username
        self.password = password
        self.database = database
        self.tls = tls
    }
}

extension RedisEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The endpoint as a URL without its password: `rediss://user@cache-1:6379/0`.
    package var description: String {
        let user = username.map { "\($0)@" } ?? ""
        switch address {
        case .tcp(let host, let port):
            let scheme = tls == nil ? "redis" : "rediss"
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(user)\(name):\(port)/\(database)"
        case .unixSocket(let path):
            return "unix://\(user)\(path)" + (database == 0 ? "" : "?db=\(database)")
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
