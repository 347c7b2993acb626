import Foundation
import Testing

/// Files of the repository that are no Swift, for the tests that hold them to their form.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The lines of .env.example: a name, and a value that shells, compose and cachetop read alike.
    static func variables() throws -> [(name: String, value: String)] {
        try file(".env.example").split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let match = try #require(
                String($0).wholeMatch(of: /([A-Z][A-Z0-9_]*)=([^\s'"$`#\\]*)/), "\($0)")
            return (String(match.1), String(match.2))
        }
    }
}
