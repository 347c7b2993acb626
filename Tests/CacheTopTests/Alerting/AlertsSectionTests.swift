import Console
import Foundation
import Metrics
import Testing

@testable import CacheTop

/// `alerts:` of the configuration file.
@Suite(.timeLimit(.minutes(5))) struct AlertsSectionTests: ReadsSettings {
    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws
        -> Result
    {
        let path = NSTemporaryDirectory() + "/cachetop-alerts-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test func whatItSets() throws {
        let text = """
            alerts:
              memoryUnlimited: off
              evictions: on
              memoryFull: {warning: 80%, critical: 0.9}
              memoryFillsUp: {within: 2h}
              eventsLate: {above: 500ms}
              hitRateUnusual: {points: 5, over: 5m}
              hitRateLow:
                below: {product: 85%, search: 70 %}
                lookups: 500
              keysOverTTL: {above: {trending: 3}}
              otherReaders: {above: 2.5%}
            """
        let rules = try withFile(text) { try settings(["--config", $0]).alerts.rules }
        #expect(rules["memoryUnlimited"]?.isOn == false && rules["evictions"]?.isOn == true)
        #expect(rules["memoryFull"]?.numbers == ["warning": 0.8, "critical": 0.9])
        #expect(rules["memoryFillsUp"]?.numbers == ["within": 7200])
        #expect(rules["eventsLate"]?.numbers == ["above": 0.5])
        #expect(rules["hitRateUnusual"]?.numbers == ["points": 0.05, "over": 300])
        #expect(rules["hitRateLow"]?.ofResource == ["below": ["product": 0.85, "search": 0.7]])
        #expect(rules["hitRateLow"]?.numbers == ["lookups": 500])
        #expect(rules["keysOverTTL"]?.ofResource == ["above": ["trending": 3]])
        #expect(rules["otherReaders"]?.numbers == ["above": 0.025])
    }

    /// Resources are those of the file's own policy, wherever it stands.
    @Test func resourcesAreThePolicys() throws {
        let text = """
            alerts: {hitRateLow: {below: {cart: 50%}}}
            policy: {resources: [{name: cart, ttl: 60s}]}
            """
        let rules = try withFile(text) { try settings(["--config", $0]).alerts.rules }
        #expect(rules["hitRateLow"]?.ofResource["below"] == ["cart": 0.5])
    }

    @Test(arguments: [
        ("alerts: on", "line 1: 'alerts' needs 'rule: on'"),
        (
            "alerts:\n  memoryFul: on",
            "line 2: there is no alert rule 'memoryFul'; did you mean 'memoryFull'?"
        ),
        (
            "alerts:\n  evictions: maybe",
            "line 2: 'evictions' is 'maybe'; use on, off or its numbers, as in {above: 0 a second}"
        ),
        ("alerts:\n  evictions: [1]", "line 2: 'evictions' is a list"),
        ("alerts:\n  memoryFull:\n    warn: 80%", "line 3: 'memoryFull' has 'warn'; "),
        (
            "alerts:\n  memoryFull: {warning: 85}",
            "'warning' of 'memoryFull' is '85'; use a percentage"
        ),
        ("alerts:\n  memoryFull: {warning: 101%}", "is '101%'; use a percentage from 0% to 100%"),
        ("alerts:\n  memoryFull: {warning: -5%}", "is '-5%'"),
        ("alerts:\n  memoryFull: {warning: 1e3%}", "is '1e3%'"),
        (
            "alerts:\n  memoryFull: {warning: 99%}",
            "line 2: the warning of 'memoryFull' is above its critical"
        ),
        (
            "alerts:\n  memoryFull: {warning: {product: 80%}}",
            "'warning' of 'memoryFull' needs one value"
        ),
        (
            "alerts:\n  memoryUnlimited: {above: 1}",
            "'memoryUnlimited' has 'above'; it has no numbers"
        ),
        ("alerts:\n  hitRateLow: {over: 2m}", "'over' of 'hitRateLow' is '2m'; use 10s, 1m, 5m"),
        ("alerts:\n  memoryFillsUp: {within: soon}", "is 'soon'; use a time from 1"),
        ("alerts:\n  hitRateUnusual: {points: 0}", "is '0'; use points of a hundred"),
        ("alerts:\n  evictions: {above: nan}", "is 'nan'; use a number"),
        (
            "alerts:\n  hitRateLow:\n    below:\n      prodct: 80%",
            "line 4: 'below' of 'hitRateLow' names the resource 'prodct', which the policy does not have; did you mean 'product'?"
        ),
        (
            "alerts:\n  hitRateLow: {below: {product: x}}",
            "'below' of 'hitRateLow' for 'product' is 'x'"
        ),
    ])
    func nonsenseIsSaidWithItsPlace(text: String, says: String) throws {
        try withFile(text) { file in
            let ending = try problem(["--config", file])
            #expect(ending.description.hasPrefix("in \(file): "), "\(ending)")
            #expect(ending.description.contains(says), "\(ending)")
            #expect(ending.description.hasSuffix("."), "\(ending)")
        }
    }
}
