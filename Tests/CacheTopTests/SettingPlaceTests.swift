import Console
import Foundation
import RedisClient
import Testing

@testable import CacheTop

/// A value that is wrong is blamed on the place that it came from, and a file that is none on the file.
@Suite(.timeLimit(.minutes(5))) struct SettingPlaceTests: ReadsSettings {
    @Test(arguments: [
        ("interval: banana", "'interval' in FILE is 'banana'"), ("since: soon", "'since' in FILE"),
        ("interval: 9h", "'interval' in FILE is '9h'"), ("read-only: maybe", "'read-only' in FILE"),
        ("tls-insecure: maybe\nredis: rediss://h", "'tls-insecure' in FILE"),
        ("redis: htp://x", "from 'redis' in FILE"), ("events: kafka:x", "from 'events' in FILE"),
        ("meilisearch: ftp://x", "'meilisearch' in FILE is not"),
        ("forbid: [globl]", "'forbid' in FILE"),
        ("log-level: loud", "'log-level' in FILE"), ("insight: maybe", "'insight' in FILE"),
        ("max-purge-keys: none", "'max-purge-keys' in FILE"),
        ("purge-batch: 0", "'purge-batch' in FILE"), ("pace: fast", "'pace' in FILE is 'fast'"),
        ("events: log:-\nevents-line: '('", "'events-line' in FILE"),
        ("tls-key: k\nredis: rediss://h", "--tls-cert"),
    ])
    func aValueInTheFileIsBlamedOnTheFile(text: String, says: String) throws {
        try withFile(Array(text.utf8)) { file in
            let ending = try problem(["--config", file])
            #expect(ending.description.contains(says.replacing("FILE", with: file)), "\(ending)")
        }
    }

    @Test(arguments: [
        ("CACHETOP_INTERVAL", "banana", "CACHETOP_INTERVAL is 'banana'"),
        ("CACHETOP_PURGE_BATCH", "x", "CACHETOP_PURGE_BATCH is 'x'"),
        ("CACHETOP_PACE", "slow", "CACHETOP_PACE is 'slow'; use gentle, normal or full"),
        ("REDIS_URL", "htp://x", "from REDIS_URL"),
        ("MEILI_HOST", "ftp://x", "MEILI_HOST is not"),
        ("CACHETOP_EVENTS", "kafka:x", "from CACHETOP_EVENTS"),
        ("CACHETOP_LOG_LEVEL", "loud", "CACHETOP_LOG_LEVEL is 'loud'"),
    ])
    func aVariableIsNamed(name: String, value: String, says: String) throws {
        let ending = try problem([], [name: value])
        #expect(ending.description.contains(says), "\(ending)")
    }

    @Test(arguments: [
        (Array("\u{0}\u{1}junk".utf8), "is not a text in UTF-8"),
        ([0x6A, 0xFF], "is not a text in UTF-8"),
        (Array("a: [".utf8), "is no valid YAML"),
        ([UInt8](repeating: 0x20, count: 300_000), "more than 256 KiB"),
    ])
    func junkIsBlamedOnTheFile(bytes: [UInt8], says: String) throws {
        try withFile(bytes) { file in
            let ending = try problem(["--config", file])
            #expect(
                ending.description.contains(file) && ending.description.contains(says), "\(ending)")
        }
    }

    @Test(arguments: [
        ("/does/not/exist", "No such file"), ("/tmp", "Is a directory"),
        ("/dev/zero", "more than 256 KiB"),
    ])
    func whatIsNoFileIsSaid(path: String, says: String) throws {
        let ending = try problem(["--config", path])
        #expect(ending.description.contains(path) && ending.description.contains(says), "\(ending)")
    }

    /// Ten levels of ten aliases as a key: to compare it takes a parser 10^11 steps.
    @Test func aliasesThatMultiplyAreRefusedBeforeTheyAreParsed() throws {
        var nested = "a0: &a0 [x]\n"
        for level in 1...11 {
            let line = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            nested += "a\(level): &a\(level) [\(line)]\n"
        }
        let flat =
            "r: &r {name: x, ttl: 60s}\npolicy: {resources: ["
            + Array(repeating: "*r", count: 1000).joined(separator: ",") + "]}\n"
        for text in [nested + "? *a11\n: y\n", flat] {
            try withFile(Array(text.utf8)) { file in
                let ending = try problem(["--config", file])
                #expect(ending.description.contains("aliases"), "\(ending)")
            }
        }
    }

    /// The parser's message quotes the line.
    @Test func aLongLineIsNotRepeated() throws {
        for text in [
            String(repeating: "[", count: 100_000),
            "policy: [" + String(repeating: "x", count: 100_000),
        ] {
            try withFile(Array(text.utf8)) { file in
                let ending = try problem(["--config", file])
                #expect(ending.description.contains("is no valid YAML"))
                #expect(ending.description.utf8.count < 1000)
            }
        }
    }

    @Test func aFewAliasesAndManyStarsAreFine() throws {
        let stars = (0..<50).map { "# * item \($0): shop:*:x\n" }.joined()
        let text = stars + "interval: &i 2s\nsince: *i\nas: 'a*b*c'\n"
        try withFile(Array(text.utf8)) { file in
            let settings = try settings(["--config", file])
            #expect(settings.sinceSeconds == 2 && settings.operatorName == "a*b*c")
        }
    }

    @Test func aClientCertificateIsAnOptionAVariableOrInTheFile() throws {
        let expected = RedisTLS(certificateFile: "c.pem", keyFile: "c.key")
        let option = ["--redis", "rediss://h", "--tls-cert", "c.pem", "--tls-key", "c.key"]
        #expect(try settings(option).endpoint.tls == expected)
        let variables = [
            "REDIS_URL": "rediss://h", "CACHETOP_TLS_CERT": "c.pem", "CACHETOP_TLS_KEY": "c.key",
        ]
        #expect(try settings([], variables).endpoint.tls == expected)
        try withFile(Array("redis: rediss://h\ntls-cert: c.pem\ntls-key: c.key\n".utf8)) { file in
            let fromFile = try settings(["--config", file])
            #expect(fromFile.endpoint.tls == expected)
        }
        #expect(
            try problem(["--redis", "redis://h", "--tls-cert", "c"]).description.contains(
                "rediss://"))
        let alone = try problem(["--redis", "rediss://h", "--tls-key", "c"])
        #expect(alone.status == .usedWrongly && alone.description.contains("--tls-cert"))
    }

    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "/cachetop-\(UUID().uuidString).yaml"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }
}
