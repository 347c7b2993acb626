import Foundation
import Testing

/// What README promises, read from the file itself: the only place where the rights of users are listed.
package enum ReadMe {
    package static var text: String {
        get throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            return try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        }
    }

    /// The rights of the user that README tells operators to make for watching.
    package static func watchingRules() throws -> String { try rules(of: "watcher") }

    /// And the one that may invalidate, too.
    package static func purgingRules() throws -> String { try rules(of: "operator") }

    /// And the one that only writes marks.
    package static func markingRules() throws -> String { try rules(of: "marker") }

    /// What the one for watching needs besides, to see all of an opened key.
    package static func inspectingRules() throws -> String {
        let marker = "ACL SETUSER watcher '+object|encoding'"
        let line = try #require(
            try text.split(separator: "\n").first { $0.contains(marker) },
            "README has no rights for opened keys")
        let rights = line.split(separator: " ").drop { $0 != "watcher" }.dropFirst()
        return rights.map { $0.trimmingCharacters(in: ["'"]) }.joined(separator: " ") + " "
    }

    private static func rules(of user: String) throws -> String {
        let marker = "ACL SETUSER \(user) on '>"
        let line = try #require(
            try text.split(separator: "\n").first { $0.contains(marker) },
            "README names no user '\(user)'")
        let rights = line.split(separator: " ").drop { !$0.hasPrefix("'>") }.dropFirst()
        return rights.map { $0.trimmingCharacters(in: ["'"]) }.joined(separator: " ") + " "
    }
}
