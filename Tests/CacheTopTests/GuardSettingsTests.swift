import ArgumentParser
import Console
import Dashboard
import Foundation
import LiveCache
import Metrics
import Testing

@testable import CacheTop

/// Guards of option, variable and configuration file: they add up.
@Suite struct GuardSettingsTests: ReadsSettings {
    @Test func theGuardsComeFromAllThreePlaces() throws {
        try withFile("environment: production\nforbid: [global, pattern]\nas: ops\n") { file in
            let settings = try settings(["--config", file, "--max-purge-keys", "7"])
            #expect(settings.isProduction)
            #expect(settings.guards.forbidden == [.global, .pattern])
            #expect(settings.guards.maxKeys == 7 && settings.operatorName == "ops")
            let other = try self.settings(["--config", file], ["CACHETOP_AS": "ann"])
            #expect(other.operatorName == "ann")
        }
        try withFile("forbid: global\n") { file in
            let one = try settings(["--config", file])
            #expect(one.guards.forbidden == [.global])
        }
    }

    /// What a guard is given in one of its places, and what it comes to.
    struct Guard: Sendable, CustomTestStringConvertible {
        var file = ""
        var variable: [String: String] = [:]
        var option: [String] = []
        let expected: InvalidationGuards
        var testDescription: String { "\(file)|\(variable)|\(option)" }
    }

    /// Every pair of places, either way round: the strictest wins.
    static let guards: [Guard] =
        [
            (
                ["read-only: true", "read-only: false"], "CACHETOP_READ_ONLY", ["1", "0"],
                [["--read-only"], []], InvalidationGuards(isReadOnly: true)
            ),
            (
                ["environment: production", "environment: staging"], "CACHETOP_ENV",
                ["production", "development"], [["--env", "production"], ["--env", "staging"]],
                InvalidationGuards(isProduction: true)
            ),
            (
                ["max-purge-keys: 7", "max-purge-keys: 5000000"], "CACHETOP_MAX_PURGE_KEYS",
                ["7", "9"], [["--max-purge-keys", "7"], ["--max-purge-keys", "100"]],
                InvalidationGuards(maxKeys: 7)
            ),
        ].flatMap { file, name, variable, option, expected in
            [
                // file and variable, file and option, variable and option: strict and loose, both ways
                (file[0], variable[1], []), (file[1], variable[0], []), (file[0], nil, option[1]),
                (file[1], nil, option[0]), ("", variable[0], option[1]),
                ("", variable[1], option[0]),
                (file[0], variable[1], option[1]), (file[1], variable[0], option[1]),
                (file[1], variable[1], option[0]),
            ].map { (file: String, value: String?, option: [String]) in
                Guard(
                    file: file, variable: value.map { [name: $0] } ?? [:], option: option,
                    expected: expected)
            }
        } + [
            Guard(
                file: "forbid: [global, pattern]", option: ["--forbid", "trending"],
                expected: InvalidationGuards(forbidden: [.global, .pattern, .trending])),
            Guard(
                file: "forbid: global", variable: ["CACHETOP_FORBID": "search"],
                expected: InvalidationGuards(forbidden: [.global, .search])),
            Guard(
                variable: ["CACHETOP_FORBID": "search, key"], option: ["--forbid", "trending"],
                expected: InvalidationGuards(forbidden: [.search, .key, .trending])),
            Guard(
                file: "forbid: global", variable: ["CACHETOP_FORBID": "search"],
                option: ["--forbid", ""],
                expected: InvalidationGuards(forbidden: [.global, .search])),
            Guard(
                file: "max-purge-keys: 5000000", expected: InvalidationGuards(maxKeys: 5_000_000)),
        ]

    @Test(arguments: guards) func theStrictestGuardWins(_ given: Guard) throws {
        try withFile(given.file) { file in
            let settings = try settings(["--config", file] + given.option, given.variable)
            #expect(settings.guards == given.expected)
        }
    }

    /// A place that is not understood is refused by its own name, also when another is stricter.
    @Test(arguments: [
        (["--read-only"], ["CACHETOP_READ_ONLY": "maybe"], "CACHETOP_READ_ONLY"),
        (["--env", "production"], ["CACHETOP_ENV": "prod"], "CACHETOP_ENV"),
        (["--forbid", "globl"], ["CACHETOP_FORBID": "global"], "--forbid"),
        (["--max-purge-keys", "5"], ["CACHETOP_MAX_PURGE_KEYS": "many"], "CACHETOP_MAX_PURGE"),
    ])
    func aGuardThatIsNotUnderstoodIsNamed(
        _ arguments: [String], _ environment: [String: String], _ word: String
    ) throws {
        let ending = try problem(arguments, environment)
        #expect(ending.status == .usedWrongly)
        #expect(ending.description.contains(word), "\(ending)")
    }

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "/cachetop-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }
}
