import Foundation
import Metrics
import TestSupport
import Testing

@testable import CacheTop

/// docs/alerts.md against the rules and the parser.
@Suite(.timeLimit(.minutes(5))) struct AlertDocumentTests: ReadsSettings {
    private static let text: String = {
        let url = URL(filePath: #filePath).appending(path: "../../../../docs/alerts.md")
        return (try? String(contentsOf: url.standardized, encoding: .utf8)) ?? ""
    }()

    @Test(arguments: AlertRule.all.map(\.name))
    func everyRuleHasItsRow(name: String) throws {
        let rule = try #require(AlertRule.all.first { $0.name == name })
        let row = try #require(
            Self.text.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") })
        let numbers = row.split(separator: "|").last.map(String.init) ?? ""
        for number in rule.numbers {
            let value = number.standard.map { number.text($0).replacing(" a second", with: "") }
            #expect(
                numbers.contains("`\(number.name)` \(value ?? "(not set: off)")"), "\(numbers)")
        }
        #expect(numbers.count { $0 == "`" } == 2 * rule.numbers.count, "\(numbers)")
    }

    @Test func noOtherRuleHasARow() {
        let rows = Self.text.split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? line.dropFirst(3).prefix { $0 != "`" } : nil
        }
        #expect(rows.map(String.init) == AlertRule.all.map(\.name))
    }

    @Test func theExampleIsRead() throws {
        let begin = try #require(Self.text.firstRange(of: "```yaml\n"))
        let rest = Self.text[begin.upperBound...]
        let yaml = try #require(rest.firstRange(of: "```")).lowerBound
        let path = NSTemporaryDirectory() + "/cachetop-\(UUID().uuidString).yaml"
        try Data(rest[..<yaml].utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let alerts = try settings(["--config", path]).alerts
        #expect(alerts.rules.count == 5 && alerts.rules["evictions"]?.numbers == ["above": 10])
    }

    @Test func theHelpNamesAllThatCanBeJudged() async throws {
        let help = try await Executable.cachetop.run(["help", "check"]).output
        for rule in AlertRule.judgedOnce {
            #expect(help.contains("\n  \(rule.name): "), "\(rule.name)")
        }
    }
}
