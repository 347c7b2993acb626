import Foundation
package import Testing

/// Compares a screen with `Goldens/NAME.txt` beside the test's own file. A failure prints the
/// screen and what differs. `RECORD_GOLDENS=1` writes the files instead, and fails that run, so
/// that a recording is looked at before it counts.
package func expectGolden(
    _ lines: [String], named name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Goldens")
    let golden = folder.appending(path: "\(name).txt")
    let screen = lines.map { $0 + "\n" }.joined()

    guard ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == nil else {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(screen.utf8).write(to: golden, options: .atomic)
            Issue.record("recorded \(golden.path()): look at it", sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
        return
    }
    guard let data = try? Data(contentsOf: golden) else {
        Issue.record(
            "no \(golden.path()); RECORD_GOLDENS=1 writes it. The screen:\n\(screen)",
            sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != screen else { return }
    let difference = goldenDifference(
        expected: expected.components(separatedBy: "\n"),
        actual: screen.components(separatedBy: "\n"))
    Issue.record(
        "the screen differs from \(name).txt:\n\(screen)\n\(difference)",
        sourceLocation: sourceLocation)
}

/// The lines that differ, each as `-` expected and `+` actual with its number.
private func goldenDifference(expected: [String], actual: [String]) -> String {
    (0..<max(expected.count, actual.count)).compactMap { index in
        let old = expected.indices.contains(index) ? expected[index] : nil
        let new = actual.indices.contains(index) ? actual[index] : nil
        guard old != new else { return nil }
        return [old.map { "\(index + 1) - \($0)" }, new.map { "\(index + 1) + \($0)" }]
            .compactMap { $0 }.joined(separator: "\n")
    }.joined(separator: "\n")
}
