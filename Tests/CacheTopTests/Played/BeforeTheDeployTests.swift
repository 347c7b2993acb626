import Foundation
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// How is it compared with before the deploy? Played: a baseline, then a deployment that raises the
/// counter of the searches and says so with a mark.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct BeforeTheDeployTests {
    @Test func theDifferenceHasItsColumn() async throws {
        try await PlayedShop.open { shop in
            try await shop.watch { terminal in
                try await shop.serveMore(batches: 100)
                // One key, before the deployment.
                try terminal.type("b")
                try await terminal.waitFor(text: "base")
                try await shop.operate(as: "ci", "mark", "deploy 42")
                try await IncidentScript(incident: .deploy, endpoint: shop.server.endpoint).run()
                // No key after it: the column, and the mark.
                try await terminal.waitFor("the difference") {
                    $0.contains { $0.contains("base") && $0.contains("Δ") }
                        && $0.contains { $0.firstMatch(of: /^ search .*% +-\d/) != nil }
                        && $0.contains { $0.contains("mark: deploy 42") }
                }
                // One key: the worst first.
                try terminal.type("s")
                try await terminal.waitFor("the searches first") { lines in
                    guard let heading = lines.firstIndex(where: { $0.hasPrefix(" resource ") })
                    else {
                        return false
                    }
                    return lines.dropFirst(heading + 1).first?.hasPrefix(" search ") == true
                }
            }
        }
    }
}
