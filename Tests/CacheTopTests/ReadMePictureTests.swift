import Foundation
import TestSupport
import Testing

/// README's pictures are what `cachetop render` draws of the snapshot beside these tests; `make pictures`
/// draws them anew.
@Suite(.timeLimit(.minutes(5))) struct ReadMePictureTests {
    @Test(arguments: [("dashboard", "dashboard"), ("resource:search", "resource")])
    func areCurrent(view: String, name: String) async throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let snapshot = tests.appending(path: "Pictures/shop.json").path()
        let picture = tests.appending(path: "../../docs/pictures/\(name).svg").standardizedFileURL
        let result = try await Executable.cachetop.run(
            [
                "render", "--from", snapshot, "--view", view, "--size", "120x40", "--format", "svg",
            ], environment: ["TZ": "UTC"])
        try #require(result.status == 0, "\(result.errors)")
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
            try Data(result.output.utf8).write(to: picture)
            Issue.record("drew \(picture.path()): look at it")
            return
        }
        let current = try String(contentsOf: picture, encoding: .utf8)
        #expect(current == result.output, "make pictures draws it anew")
    }
}
