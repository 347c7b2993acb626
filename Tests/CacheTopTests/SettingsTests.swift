import ArgumentParser
import Console
import Dashboard
import Foundation
import LiveCache
import Metrics
import RedisClient
import Testing

@testable import CacheTop

/// Options, variables and the configuration file, and what wins.
@Suite struct SettingsTests: ReadsSettings {
    @Test func theDefaults() throws {
        let settings = try settings()
        #expect(settings.endpoint.description == "redis://127.0.0.1:6379/0")
        #expect(settings.events == .stream(key: "cache:events"))
        #expect(settings.sinceSeconds == 300)
        #expect(settings.intervalSeconds == 1)
        #expect(!settings.isReadOnly)
        #expect(settings.api == nil)
    }

    @Test func anOptionWinsOverAVariableOverTheFile() throws {
        try withFile("redis: redis://file:1\ninterval: 3s\nsince: 1h\nread-only: true\n") { file in
            let environment = ["CACHETOP_CONFIG": file, "REDIS_URL": "redis://variable:2"]
            let fromFile = try settings([], ["CACHETOP_CONFIG": file])
            #expect(fromFile.endpoint.description == "redis://file:1/0")
            #expect(fromFile.isReadOnly)
            #expect(fromFile.sinceSeconds == 3600)
            let fromVariable = try settings([], environment)
            #expect(fromVariable.endpoint.description == "redis://variable:2/0")
            let fromOption = try settings(["--redis", "redis://option:3"], environment)
            #expect(fromOption.endpoint.description == "redis://option:3/0")
            #expect(fromOption.intervalSeconds == 3)
        }
    }

    @Test(arguments: [
        (["CACHETOP_READ_ONLY": "1"], true), (["CACHETOP_READ_ONLY": "yes"], true),
        (["CACHETOP_READ_ONLY": "off"], false), (["CACHETOP_READ_ONLY": ""], false),
    ])
    func flagsAreVariablesToo(environment: [String: String], isReadOnly: Bool) throws {
        #expect(try settings([], environment).isReadOnly == isReadOnly)
    }

    @Test(arguments: [("on", true), ("off", false), ("", true)])
    func insightIsOnUnlessItIsSwitchedOff(_ word: String, _ wants: Bool) throws {
        let fromVariable = try settings([], ["CACHETOP_INSIGHT": word])
        #expect(fromVariable.liveCache.wantsInsight == wants)
        guard !word.isEmpty else { return }
        let fromOption = try settings(["--insight", word])
        #expect(fromOption.wantsInsight == wants)
        try withFile("insight: '\(word)'\n") { file in
            let fromFile = try settings(["--config", file])
            #expect(fromFile.wantsInsight == wants)
        }
    }

    @Test func jitterIsAShareOfTheTTL() throws {
        func policy(_ jitter: String) throws -> CachePolicy {
            let text =
                "policy:\n  resources:\n    - {name: a, ttl: 60s, ttl-jitter: \(jitter)}\n"
            var policy = CachePolicy.standard
            try withFile(text) { policy = try settings(["--config", $0]).policy }
            return policy
        }
        let fifth = try policy("0.2")
        #expect(fifth.resources.first?.ttlJitter == 0.2)
        for wrong in ["1", "-0.1", "20%", "nan"] {
            #expect(throws: (any Error).self, "\(wrong)") { try policy(wrong) }
        }
    }

    @Test func aFormOfLinesIsAnOptionAVariableOrInTheFile() throws {
        let pattern = #"(?<outcome>hit|miss) of (?<key>\S+)"#
        #expect(try settings().eventPattern == nil)
        let log = ["--events", "log:-"]
        #expect(try settings(log + ["--events-line", pattern]).eventPattern?.text == pattern)
        let variable = ["CACHETOP_EVENTS_LINE": pattern]
        #expect(try settings(log, variable).liveCache.eventPattern?.text == pattern)
        // For a stream it is of no use, which only an option beside it must be told.
        #expect(try settings([], variable).events == .stream(key: "cache:events"))
        try withFile("events: log:-\nevents-line: '\(pattern)'\n") { file in
            let fromFile = try settings(["--config", file])
            #expect(fromFile.eventPattern?.text == pattern)
        }
        for arguments in [log + ["--events-line", "(?<key>x)"], ["--events-line", pattern]] {
            let ending = try problem(arguments)
            #expect(ending.status == .usedWrongly)
            #expect(ending.description.contains("--events-line"))
        }
        #expect(try problem(log, ["CACHETOP_EVENTS_LINE": "("]).status == .usedWrongly)
    }

    @Test func theSearchEngineIsAVariableOrInTheFile() throws {
        #expect(try settings().searchEngine == nil)
        #expect(try settings([], ["MEILI_HOST": ""]).searchEngine == nil)
        try withFile("meilisearch: http://file:7700\n") { file in
            let fromFile = try settings(["--config", file]).liveCache.searchEngine
            #expect(fromFile?.description == "http://file:7700/health")
            let host = ["MEILI_HOST": "https://ann:sesame@variable"]
            let fromVariable = try settings(["--config", file], host).searchEngine
            #expect(fromVariable?.description == "https://variable/health")
        }
        let ending = try problem([], ["MEILI_HOST": "ftp://ann:sesame@search"])
        #expect(ending.status == .usedWrongly)
        #expect(ending.description.contains("MEILI_HOST"))
        #expect(!ending.description.contains("sesame"))
    }

    @Test func aPasswordInAnOptionIsRefusedAndNotRepeated() throws {
        let ending = try problem(["--redis", "redis://me:hunter2@host"])
        #expect(ending.status == .usedWrongly)
        #expect(ending.description.contains("REDIS_PASSWORD"))
        #expect(!ending.description.contains("hunter2"))
    }

    @Test func passwordsComeFromTheEnvironmentOrThePrompt() throws {
        #expect(try settings([], ["REDIS_URL": "redis://:a@h"]).endpoint.password == "a")
        let both = ["REDIS_URL": "redis://:a@h", "REDIS_PASSWORD": "b"]
        #expect(try settings([], both).endpoint.password == "b")
        let asked = try settings(["--redis", "redis://me@h"], [:]) { question in
            #expect(question.contains("redis://me@h"))
            return "c"
        }
        #expect(asked.endpoint.password == "c")
        _ = try settings(["--redis", "redis://h"]) { _ in
            Issue.record("asked although nobody was named")
            return nil
        }
    }

    @Test func tlsOptionsNeedTLS() throws {
        let ending = try problem(["--redis", "redis://h", "--tls-insecure"])
        #expect(ending.description.contains("rediss://"))
        let tls = try settings(["--redis", "rediss://h", "--tls-ca", "ca.pem", "--tls-insecure"])
        #expect(tls.endpoint.tls == RedisTLS(caFile: "ca.pem", insecure: true))
        #expect(tls.dashboard.isInsecure)
    }

    @Test(arguments: [
        (["--since", "5 minutes"], "5 minutes"), (["--interval", "0"], "--interval"),
        (["--events", "kafka:x"], "kafka"), (["--redis", "http://h"], "redis://"),
        (["--config", "/does/not/exist"], "/does/not/exist"), (["--since=-1s"], "-1s"),
    ])
    func whatIsWrongIsNamed(arguments: [String], word: String) throws {
        let ending = try problem(arguments)
        #expect(ending.description.contains(word))
    }

    @Test(arguments: [
        ("read-onyl: true", "read-onyl"), ("environment: prod", "prod"), ("- a", "name: value"),
        ("policy:\n  resources:\n    - name: x\n", "ttl"),
        ("policy:\n  resources:\n    - name: x\n      ttl: soon\n", "soon"),
        (
            "policy:\n  resources:\n    - {name: a, ttl: 1s, pattern: 'k:{id}'}\n    - {name: b, ttl: 1s, pattern: 'k:{x}'}\n",
            "could belong to both"
        ),
        ("policy:\n  key-prefix: ['v2:']\n", "single value"),
        ("policy:\n  resources:\n    - {name: a, ttl: 1s, pattern: ['a:{id}']}\n", "single value"),
        ("policy:\n  resources:\n    - {name: a, ttl: 1s, counter: [v]}\n", "single value"),
        (
            "policy:\n  resources:\n    - {name: a, ttl: 1s, pattern: ~}\n",
            "'pattern' of 'a' is empty"
        ),
        ("policy:\n  resources:\n    - {name: null, ttl: 1s}\n", "needs a 'name'"),
        ("policy:\n  resources:\n    - {name: a, ttl: 1s, cdn: [1]}\n", "single value"),
        ("forbid: [globl]", "globl"), ("max-purge-keys: none", "max-purge-keys"),
        ("a: [", "YAML"),
    ])
    func aBadFileIsRefusedByName(text: String, word: String) throws {
        try withFile(text) { file in
            let ending = try problem(["--config", file])
            #expect(ending.description.contains(word), "\(ending)")
        }
    }

    @Test(
        arguments: [
            (["HOME": "/home/a"], "/home/a/.local/state/cachetop/audit.jsonl"),
            (["HOME": "/h", "XDG_STATE_HOME": "/s"], "/s/cachetop/audit.jsonl"),
            (["HOME": "/h", "XDG_STATE_HOME": "relative"], "/h/.local/state/cachetop/audit.jsonl"),
            (["HOME": "/h", "CACHETOP_AUDIT_FILE": "/var/a"], "/var/a"),
            (["HOME": "/h", "CACHETOP_AUDIT_FILE": "none"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func theTrailHasItsPlace(_ environment: [String: String], _ path: String?) throws {
        #expect(try settings([], environment).auditFile == path)
    }

    @Test(
        arguments: [
            (["HOME": "/home/a"], [], false), ([:], [], true), (["HOME": "relative"], [], true),
            (["CACHETOP_AUDIT_FILE": "none"], [], false), ([:], ["--audit-file", "none"], false),
            ([:], ["--audit-file", "a"], false), (["XDG_STATE_HOME": "/s"], [], false),
        ] as [([String: String], [String], Bool)])
    func theTrailsAbsenceIsSaid(
        _ environment: [String: String], _ arguments: [String], _ isSaid: Bool
    ) throws {
        let settings = try settings(arguments, environment)
        #expect((settings.trailProblem?.contains("--audit-file") == true) == isSaid)
        #expect((settings.dashboard.startNotice != nil) == isSaid)
        let readOnly = try self.settings(arguments + ["--read-only"], environment)
        #expect(readOnly.dashboard.startNotice == nil)
    }

    @Test func plainHTTPIsAllowedKnowingly() throws {
        let environment = ["REVALIDATE_URL": "http://shop.test/api"]
        #expect(try settings([], environment).api?.allowPlainHTTP == false)
        #expect(try settings(["--allow-plain-http"], environment).api?.allowPlainHTTP == true)
    }

    @Test func thePolicyCanBeReplaced() throws {
        let text = """
            environment: production
            policy:
              key-prefix: "v2:"
              resources:
                - name: page
                  pattern: "page:{slug}:v{version}"
                  ttl: 2m
                  cdn: 60s
                  stale-while-revalidate: 5m
                  isr: none
                  counter: version:page
            """
        try withFile(text) { file in
            let settings = try settings(["--config", file])
            #expect(settings.isProduction)
            #expect(settings.policy.keyPrefix == "v2:")
            let page = try #require(settings.policy["page"])
            #expect(page.ttlSeconds == 120)
            #expect(page.edgeSeconds == 360)
            #expect(page.isrSeconds == nil)
            #expect(page.counter == "version:page")
        }
    }

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "/cachetop-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }
}
