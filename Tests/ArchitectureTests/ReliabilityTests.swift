import Foundation
import Testing

/// docs/reliability.md names the test that shows each row: it exists.
@Suite struct ReliabilityTests {
    @Test func everyTestThatIsNamedExists() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "docs/reliability.md"), encoding: .utf8)
        let tests = root.appending(path: "Tests")
        let paths = (FileManager.default.enumerator(atPath: tests.path)?.allObjects ?? [])
            .compactMap { $0 as? String }
        let names = page.matches(of: /`([A-Z]\w+Tests)(?:\.(\w+))?`/)
        #expect(names.count > 40)
        for name in names {
            let file = "/\(name.output.1).swift"
            let path = paths.first { $0.hasSuffix(file) }
            let source = try path.map {
                try String(contentsOf: tests.appending(path: $0), encoding: .utf8)
            }
            #expect(source != nil, "no \(name.output.1)")
            if let function = name.output.2 {
                #expect(source?.contains("func \(function)(") == true, "no \(name.output.0)")
            }
        }
    }
}
