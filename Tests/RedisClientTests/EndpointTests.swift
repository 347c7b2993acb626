import RedisClient
import Testing

@Suite struct EndpointTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let url: String
        let address: RedisEndpoint.Address
        var user: String?
        var password: String?
        var database = 0
        var tls = false
        let shown: String
        var testDescription: String { url }
    }

    @Test(arguments: [
        Case(
            url: "redis://cache-1", address: .tcp(host: "cache-1", port: 6379),
            shown: "redis://cache-1:6379/0"),
        Case(
            url: "REDIS://cache-1:7000/3", address: .tcp(host: "cache-1", port: 7000), database: 3,
            shown: "redis://cache-1:7000/3"),
        Case(
            url: "redis://cache-1/", address: .tcp(host: "cache-1", port: 6379),
            shown: "redis://cache-1:6379/0"),
        Case(
            url: "redis://cache-1?db=2", address: .tcp(host: "cache-1", port: 6379), database: 2,
            shown: "redis://cache-1:6379/2"),
        Case(
            url: "rediss://ops:hunter2@cache-1:6380", address: .tcp(host: "cache-1", port: 6380),
            user: "ops", password: "hunter2", tls: true, shown: "rediss://ops@cache-1:6380/0"),
        Case(
            url: "redis://:hunter2@cache-1", address: .tcp(host: "cache-1", port: 6379),
            password: "hunter2", shown: "redis://cache-1:6379/0"),
        Case(
            url: "redis://ops@cache-1", address: .tcp(host: "cache-1", port: 6379), user: "ops",
            shown: "redis://ops@cache-1:6379/0"),
        Case(
            url: "redis://ops:p%40ss%2Fw%3Ard%25@cache-1",
            address: .tcp(host: "cache-1", port: 6379),
            user: "ops", password: "p@ss/w:rd%", shown: "redis://ops@cache-1:6379/0"),
        Case(
            url: "redis://ops:a@b:c@cache-1", address: .tcp(host: "cache-1", port: 6379),
            user: "ops", password: "a@b:c", shown: "redis://ops@cache-1:6379/0"),
        Case(
            url: "redis://[::1]:7000/1", address: .tcp(host: "::1", port: 7000), database: 1,
            shown: "redis://[::1]:7000/1"),
        Case(
            url: "redis://[fe80::1]", address: .tcp(host: "fe80::1", port: 6379),
            shown: "redis://[fe80::1]:6379/0"),
        Case(
            url: "redis://127.0.0.1/0?family=6&protocol=3&socket_timeout=5",
            address: .tcp(host: "127.0.0.1", port: 6379), shown: "redis://127.0.0.1:6379/0"),
        Case(
            url: "rediss://cache-1?ssl_cert_reqs=required&db=2&tls=true",
            address: .tcp(host: "cache-1", port: 6379), database: 2, tls: true,
            shown: "rediss://cache-1:6379/2"),
        Case(
            url: "redis://cache-1?ssl_cert_reqs=none",
            address: .tcp(host: "cache-1", port: 6379), shown: "redis://cache-1:6379/0"),
        Case(
            url: "valkey://cache-1/1", address: .tcp(host: "cache-1", port: 6379), database: 1,
            shown: "redis://cache-1:6379/1"),
        Case(
            url: "valkeys://cache-1", address: .tcp(host: "cache-1", port: 6379), tls: true,
            shown: "rediss://cache-1:6379/0"),
        Case(
            url: "redis+unix://ops:hunter2@/run/redis.sock?db=4",
            address: .unixSocket(path: "/run/redis.sock"), user: "ops", password: "hunter2",
            database: 4, shown: "unix://ops@/run/redis.sock?db=4"),
        Case(
            url: "redis://:hunter2@/run/redis.sock", address: .unixSocket(path: "/run/redis.sock"),
            password: "hunter2", shown: "unix:///run/redis.sock"),
        Case(
            url: "unix:///run/redis.sock", address: .unixSocket(path: "/run/redis.sock"),
            shown: "unix:///run/redis.sock"),
        Case(
            url: "unix://ops:hunter2@/run/a%20b.sock?db=4",
            address: .unixSocket(path: "/run/a b.sock"), user: "ops", password: "hunter2",
            database: 4, shown: "unix://ops@/run/a b.sock?db=4"),
    ])
    func reads(_ expected: Case) throws {
        let endpoint = try RedisEndpoint(parsing: expected.url)
        #expect(endpoint.address == expected.address)
        #expect(endpoint.username == expected.user)
        #expect(endpoint.password == expected.password)
        #expect(endpoint.database == expected.database)
        #expect(endpoint.tls == (expected.tls ? RedisTLS() : nil))
        #expect(endpoint.clientName == "cachetop")
        #expect("\(endpoint)" == expected.shown)
    }

    @Test(arguments: [
        ("cache-1:6379", "no scheme"),
        ("", "no scheme"),
        ("http://cache-1", "web address"),
        ("https://eu1-calm-owl-12345.upstash.io", "rediss://"),
        ("kafka://cache-1", "scheme"),
        ("redis://cache\u{200B}-1", "U+200B"),
        ("redis://cache-1/0\r", "U+000D"),
        ("redis://", "no usable host"),
        ("redis://:6379", "no usable host"),
        ("redis://a b", "no usable host"),
        ("redis://cache-1:", "port"),
        ("redis://cache-1:0", "port"),
        ("redis://cache-1:65536", "port"),
        ("redis://cache-1:+1", "port"),
        ("redis://cache-1/x", "database"),
        ("redis://cache-1/-1", "database"),
        ("redis://cache-1/1/2", "database"),
        ("redis://cache-1/9999999999", "database"),
        ("redis://cache-1/1?db=2", "twice"),
        ("redis://cache-1?bd=2", "db=N"),
        ("redis://cache-1?db=x", "database"),
        ("redis://cache-1?hunter2", "db=N"),
        ("redis://cache-1?password=hunter2", "REDIS_PASSWORD"),
        ("redis://cache-1?tls=true", "rediss://"),
        ("rediss://cache-1?ssl_cert_reqs=none", "--tls-insecure"),
        ("rediss://cache-1?ssl_cert_reqs=CERT_NONE", "--tls-insecure"),
        ("rediss://cache-1?db=1&ssl_check_hostname=False", "--tls-insecure"),
        ("rediss://cache-1?skip_verify=true", "--tls-insecure"),
        ("rediss://cache-1?ssl_ca_certs=/etc/ca.pem", "--tls-ca"),
        ("rediss:///run/redis.sock", "unix:///PATH"),
        ("redis:///0", "no usable host"),
        ("redis:///", "no usable host"),
        ("redis://::1", "brackets"),
        ("redis://[::1", "']'"),
        ("redis://[::1]6379", "']'"),
        ("unix://run/redis.sock", "three slashes"),
        ("unix://redis.sock", "absolute path"),
        ("unix:///", "path of a socket"),
        // A password that is not escaped must not come out as "host" or "port".
        ("redis://ops:hunter2/x@cache-1", "%2F"),
        ("redis://ops:hunter2?x@cache-1", "%3F"),
        ("redis://ops:hunter2%zz@cache-1", "%25"),
        ("redis://ops:hunter2%ff@cache-1", "UTF-8"),
        ("redis://ops:hunter2", "port"),
        ("redis://:hunter2:hunter2", "colons"),
        ("unix://ops:hunter2/x@/run/redis.sock", "three slashes"),
        ("hunter2", "no scheme"),
    ])
    func refuses(_ url: String, saying what: String) throws {
        let error = #expect(throws: RedisURLError.self) { try RedisEndpoint(parsing: url) }
        let sentence = try #require(error).description
        #expect(sentence.contains(what))
        #expect(!sentence.contains("hunter2"))
        #expect(sentence.hasSuffix("."))
    }

    @Test func showsNoPasswordAnywhere() throws {
        let endpoint = try RedisEndpoint(parsing: "redis://ops:hunter2@cache-1")
        var dumped = ""
        dump(endpoint, to: &dumped)
        for text in ["\(endpoint)", String(reflecting: endpoint), dumped, "\([endpoint])"] {
            #expect(!text.contains("hunter2"))
        }
    }
}
