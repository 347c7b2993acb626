extension RedisEndpoint {
    /// Reads `redis://[user[:password]@]host[:port][/db]`, the same with `rediss://` for TLS, or
    /// `unix://[user[:password]@]/path[?db=N]`, and what other clients call these. User, password and path
    /// are percent-decoded.
    package init(parsing url: String) throws(RedisURLError) {
        if let unseen = url.unicodeScalars.first(where: Self.isUnseen) {
            let number = String(unseen.value, radix: 16, uppercase: true)
            throw RedisURLError(
                "The Redis URL has a character in it that can't be seen,"
                    + " U+\(String(repeating: "0", count: max(0, 4 - number.count)))\(number):"
                    + " type it again without that.")
        }
        guard let (scheme, rest) = url.cut(at: "://") else {
            throw RedisURLError(
                "The Redis URL has no scheme: write redis://HOST:6379, rediss://HOST:6379 for TLS,"
                    + " or unix:///PATH.")
        }
        switch scheme.lowercased() {
        case "redis", "valkey": try self.init(network: rest, tls: nil)
        case "rediss", "valkeys": try self.init(network: rest, tls: RedisTLS())
        case "unix", "redis+unix", "valkey+unix", "redis+socket", "redis-socket":
            try self.init(unix: rest)
        case "http", "https":
            throw RedisURLError(
                "The Redis URL is a web address, such as the REST address that Upstash shows: use"
                    + " the one that begins with rediss:// (or redis://).")
        default:
            throw RedisURLError(
                "The scheme of the Redis URL is not known: it is redis:// for plain text,"
                    + " rediss:// for TLS, or unix:// for a socket.")
        }
    }

    /// Controls and what only changes how other characters are shown.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(
            scalar.properties.generalCategory)
    }

    private init(network rest: Substring, tls: RedisTLS?) throws(RedisURLError) {
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        let tail = rest[end...]
        if tail.contains("@") {
            throw RedisURLError(
                "The Redis URL has a '/' or '?' before its '@': in a user name or password write"
                    + " %2F for '/' and %3F for '?'.")
        }
        let (user, password, location) = try Self.credentials(authority)
        let (path, query) = tail.cut(at: "?") ?? (tail, "")
        if location.isEmpty, path.count > 1, decimal(path.dropFirst()) == nil {
            guard tls == nil else {
                throw RedisURLError(
                    "The Redis URL has a path and no host, which is a socket's address, and TLS is"
                        + " for hosts: write unix:///PATH, or rediss://HOST:6379.")
            }
            try self.init(unix: rest)
            return
        }
        let parameters = try RedisURLParameters(query, isTLS: tls != nil)
        let inPath = try path.drop { $0 == "/" }.isEmpty ? nil : Self.database(path.dropFirst())
        if inPath != nil, parameters.database != nil {
            throw RedisURLError(
                "The Redis URL names its database twice: write either /N or ?db=N.")
        }
        let (host, port) = try Self.hostAndPort(location)
        self.init(
            address: .tcp(host: host, port: port), username: user, password: password,
            database: inPath ?? parameters.database ?? 0, tls: tls)
    }

    private init(unix rest: Substring) throws(RedisURLError) {
        let (place, query) = rest.cut(at: "?") ?? (rest, "")
        guard let slash = place.firstIndex(of: "/"), !query.contains("@") else {
            throw RedisURLError(
                "The unix URL needs an absolute path: write unix:///run/redis/redis.sock, with a"
                    + " user unix://USER:PASSWORD@/PATH ('/' and '?' in them as %2F and %3F).")
        }
        let (user, password, location) = try Self.credentials(place[..<slash])
        guard location.isEmpty else {
            throw RedisURLError(
                "The unix URL has something before its path: write three slashes, as in"
                    + " unix:///run/redis/redis.sock.")
        }
        let path = try percentDecoded(place[slash...], what: "path")
        guard path != "/", !path.utf8.contains(0) else {
            throw RedisURLError("The unix URL needs the path of a socket: unix:///PATH.")
        }
        let parameters = try RedisURLParameters(query, isTLS: false)
        self.init(
            address: .unixSocket(path: path), username: user, password: password,
            database: parameters.database ?? 0)
    }

    /// Splits `user:password@location` at the last `@`, and the user at the first `:`.
    private static func credentials(
        _ authority: Substring
    ) throws(RedisURLError) -> (user: String?, password: String?, location: Substring) {
        guard let at = authority.lastIndex(of: "@") else { return (nil, nil, authority) }
        let location = authority[authority.index(after: at)...]
        let (name, secret) = authority[..<at].cut(at: ":") ?? (authority[..<at], nil)
        let user = try percentDecoded(name, what: "user name")
        let password: String? =
            if let secret { try percentDecoded(secret, what: "password") } else { nil }
        return (user.isEmpty ? nil : user, (password ?? "").isEmpty ? nil : password, location)
    }

    private static func hostAndPort(
        _ location: Substring
    ) throws(RedisURLError) -> (host: String, port: Int) {
        var host = location
        var port: Substring?
        if location.first == "[" {
            guard let close = location.firstIndex(of: "]") else {
                throw RedisURLError("The IPv6 address of the Redis URL lacks its closing ']'.")
            }
            host = location[location.index(after: location.startIndex)..<close]
            let rest = location[location.index(after: close)...]
            if !rest.isEmpty {
                guard rest.first == ":" else {
                    throw RedisURLError(
                        "After the ']' of an IPv6 address comes ':' and the port: redis://[::1]:6379."
                    )
                }
                port = rest.dropFirst()
            }
        } else if let (name, number) = location.cut(at: ":") {
            guard !number.contains(":") else {
                throw RedisURLError(
                    "The Redis URL has too many colons: an IPv6 address goes in brackets, as in"
                        + " redis://[::1]:6379; a ':' in a password is %3A.")
            }
            (host, port) = (name, number)
        }
        let foreign = host.unicodeScalars.contains { $0.value <= 32 || $0 == "%" || $0 == "\u{7F}" }
        guard !host.isEmpty, !foreign else {
            throw RedisURLError("The Redis URL has no usable host: write redis://HOST:6379.")
        }
        return (String(host), try Self.port(port))
    }

    private static func port(_ text: Substring?) throws(RedisURLError) -> Int {
        guard let text else { return defaultPort }
        guard let number = decimal(text), (1...65535).contains(number) else {
            throw RedisURLError(
                "The port of the Redis URL is not a number from 1 to 65535: write redis://HOST:6379"
                    + " (with a password: redis://:PASSWORD@HOST:6379).")
        }
        return number
    }

    static func database(_ text: Substring) throws(RedisURLError) -> Int {
        guard let number = decimal(text) else {
            throw RedisURLError(
                "The database of the Redis URL is not a number: write redis://HOST:6379/0.")
        }
        return number
    }
}

/// Digits only, and few enough of them: no sign, no spaces.
private func decimal(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
}

private func percentDecoded(_ text: Substring, what: String) throws(RedisURLError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = rest.popFirst().flatMap(hexValue),
            let low = rest.popFirst().flatMap(hexValue)
        else {
            throw RedisURLError(
                "The \(what) in the Redis URL has a '%' without two hexadecimal digits after it:"
                    + " write %25 for '%' itself.")
        }
        bytes.append(high << 4 | low)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
        throw RedisURLError("The \(what) in the Redis URL is not UTF-8 after percent-decoding.")
    }
    return decoded
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What lies before and after the first `separator`; nil where there is none.
    func cut(at separator: String) -> (Substring, Substring)? {
        guard let start = indices.first(where: { self[$0...].hasPrefix(separator) }) else {
            return nil
        }
        return (self[..<start], self[start...].dropFirst(separator.count))
    }
}
