import Foundation
import TestSupport
import Testing

@testable import Storefront

/// `storefront load` as it is run: what it prints, and how it ends.
@Suite(.tags(.http), .timeLimit(.minutes(5))) struct LoadProgramTests {
    @Test func nobodyThereIsASentence() async throws {
        let result = try await Executable.storefront.run([
            "load", "http://127.0.0.1:1", "--wait", "200ms", "--duration", "1",
        ])
        #expect(result.status == 1)
        #expect(
            result.errors.contains(
                "No shop answers at http://127.0.0.1:1: connection refused."))
        #expect(result.output.isEmpty)
    }

    @Test func theProgramPrintsJSON() async throws {
        let server = LoadServer()
        try await server.serve { url in
            let result = try await Executable.storefront.run([
                "load", url, "--rps", "100", "--duration", "1", "--json",
            ])
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
            #expect(report.target == url)
            #expect(report.total.requests == server.uris.count)
            #expect(report.total.hits + report.total.misses == report.total.requests)
        }
    }

    private struct Report: Decodable {
        struct Counts: Decodable {
            var requests: Int, hits: Int, misses: Int
        }
        var target: String
        var total: Counts
    }
}
