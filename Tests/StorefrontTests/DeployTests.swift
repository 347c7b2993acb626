import ArgumentParser
import Foundation
import Testing

@testable import Storefront

/// .env.example and docs/deploy.md: complete, in form, and about programs that exist.
@Suite struct DeployTests {
    /// What our programs and compose.yaml read, no more and no less.
    @Test func everyVariableIsThere() throws {
        var read = Set<String>()
        let sources = Repository.root.appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap {
            $0 as? String
        }
        for path in (paths ?? []).filter({ $0.hasSuffix(".swift") }) {
            let text = try Repository.file("Sources/\(path)")
            read.formUnion(
                text.matches(
                    of: /(?:environment\[|variable: |(?:text|secret)\()"([A-Z][A-Z0-9_]+)"/
                ).map { String($0.1) })
        }
        #expect(read.contains("REDIS_URL") && read.contains("MEILI_HOST"))
        // Every option of cachetop's is a variable, and README lists them.
        read.formUnion(
            try Repository.file("README.md").matches(of: /CACHETOP_[A-Z_]*[A-Z]/).map {
                String($0.0)
            })
        read.formUnion(
            try Repository.file("deploy/compose.yaml").matches(of: /[^$]\$\{([A-Z0-9_]+)/).map {
                String($0.1)
            }
        )
        read.subtract(["PATH", "USER", "HOME", "TERM", "XDG_STATE_HOME", "TMUX", "STY"])
        let names = try Repository.variables().map(\.name)
        #expect(Set(names).count == names.count, "a variable is there twice")
        #expect(Set(names).subtracting(read).isEmpty, "nobody reads these")
        #expect(read.subtracting(names).isEmpty, "these are missing")
    }

    @Test func eachHasACommentAndNoSecretAValue() throws {
        let lines = try Repository.file(".env.example").split(
            separator: "\n", omittingEmptySubsequences: false)
        for (before, line) in zip(lines, lines.dropFirst())
        where line.contains("=") && !line.hasPrefix("#") {
            #expect(before.hasPrefix("# ") || before.hasPrefix("CACHETOP_NO_COLOR"), "\(line)")
        }
        for (name, value) in try Repository.variables()
        where name.contains("PASSWORD") || name.contains("SECRET") {
            #expect(value.isEmpty, "\(name)")
        }
        for (_, value) in try Repository.variables() { #expect(!value.contains("@"), "\(value)") }
    }

    @Test func gitIgnoresTheFilledInCopy() throws {
        #expect(try Repository.file(".gitignore").split(separator: "\n").contains("/.env"))
    }

    // MARK: docs/deploy.md

    /// Each box has the command that ticks it, and what to see.
    @Test func everyBoxHasItsCommandAndWhatToSee() throws {
        let page = try Repository.file("docs/deploy.md")
        let boxes = page.components(separatedBy: "\n- [ ] ").dropFirst().map {
            $0.components(separatedBy: "\n## ")[0]
        }
        #expect(boxes.count > 20)
        for box in boxes {
            #expect(box.hasPrefix("**"))
            #expect(box.contains("  ```\n"), "\(box)")
            #expect(box.contains("\n  See: "), "\(box)")
        }
        // What README tells operators to allow the watcher, here and in compose.yaml.
        let line = try #require(
            try Repository.file("README.md").split(separator: "\n").first {
                $0.contains("SETUSER watcher")
            })
        #expect(page.contains(line))
        let rights = line.split(separator: " ").drop { !$0.hasPrefix("'>") }.dropFirst().map {
            $0.trimmingCharacters(in: ["'"])
        }
        #expect(try Repository.file("deploy/compose.yaml").contains(rights.joined(separator: " ")))
    }

    /// Commands that are no more, or are misspelt.
    @Test(arguments: ["docs/deploy.md", "docs/publish-events.md"])
    func theCommandsExist(path: String) throws {
        let page = try Repository.file(path)
        let storefront = StorefrontCommand.configuration.subcommands.compactMap {
            $0.configuration.commandName
        }
        let commands = page.matches(of: /(?s)```[a-z]*\n(.*?)```/).map { String($0.1) }.joined()
        #expect(commands.contains(/(?m)^ *cachetop\b/))
        for match in commands.matches(of: /(?m)^ *(?:.*exec )?storefront ([a-z][a-z-]*)/) {
            #expect(storefront.contains(String(match.1)) || match.1 == "storefront", "\(match.0)")
        }
        for match in commands.matches(of: /(?m)^ *cachetop ([a-z][a-z-]*)/) {
            #expect(
                ["snapshot", "purge", "render", "watch", "demo"].contains(match.1), "\(match.0)")
        }
        for match in page.matches(of: /\]\(([^)#]+)\)/) {
            let target = Repository.root.appending(path: "docs/\(match.1)")
            #expect(FileManager.default.fileExists(atPath: target.path()), "\(match.1)")
        }
    }
}
