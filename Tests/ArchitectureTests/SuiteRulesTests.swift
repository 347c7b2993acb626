import Foundation
import Testing

@Suite struct SuiteRulesTests {
    static let files: [SourceFile] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        let paths = FileManager.default.enumerator(atPath: tests.path)?.compactMap {
            $0 as? String
        }
        return (paths ?? []).filter { $0.hasSuffix("Tests.swift") }.sorted().compactMap { path in
            let source = try? String(contentsOf: tests.appending(path: path), encoding: .utf8)
            return source.map { SourceFile(path: path, source: $0) }
        }
    }()

    @Test(arguments: files.map(\.path)) func aSuiteSaysWhatItStarts(path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })
        let offences = SuiteRules.offences(in: file)
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("@Suite struct A { func f() { withRedis {} } }", 2),
        ("@Suite(.timeLimit(.minutes(1))) struct A { func f() { withRedis {} } }", 1),
        ("@Suite(.tags(.redis)) struct A { func f() { withRedis {} } }", 1),
        (
            "@Suite(\n  .tags(.redis), .timeLimit(.minutes(1)))\nstruct A { func f() { withRedis {} } }",
            0
        ),
        ("struct A { func f() { withRedis {} } }", 1),
        ("@Suite struct A { let a = Executable.env }", 1),
        ("@Suite struct A { /* withRedis */ let a = \"withRedis\" }", 0),
    ])
    func anOffenceIsFound(source: String, count: Int) {
        let offences = SuiteRules.offences(in: SourceFile(path: "T/ATests.swift", source: source))
        #expect(offences.count == count, "\(offences)")
    }
}
