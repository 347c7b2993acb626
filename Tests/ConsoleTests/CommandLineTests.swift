import Foundation
import TestSupport
import Testing

/// What a shell gives both programs before they do anything: words, limits, the request for completions.
@Suite(.timeLimit(.minutes(5))) struct CommandLineTests {
    @Test(arguments: [
        ("cachetop", ["wacth"], "did you mean 'watch'?"), ("cachetop", ["snapshto"], "'snapshot'?"),
        ("cachetop", ["policy", "chekc"], "did you mean 'check'?"),
        (
            "cachetop", ["nonsense"],
            "Commands: watch, snapshot, explain, events, purge, mark, check, policy"
        ),
        ("storefront", ["sevre", "--port", "1"], "did you mean 'serve'?"),
        ("cachetop", ["w\u{1B}[2Jatch"], "no command 'w"),
    ])
    func anUnknownCommandListsTheKnownOnes(
        program: String, arguments: [String], says: String
    ) async throws {
        let result = try await Executable(program).run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(result.errors.hasPrefix("\(program): there is no command '"))
        #expect(!result.errors.contains("\u{1B}"))
    }

    /// The default command takes options alone: they come first, and are no commands.
    @Test(arguments: [
        ["--help"], ["help", "purge"], ["help"], ["--version"], ["purge", "--help"],
    ])
    func whatIsNoCommandIsLeftToTheParser(arguments: [String]) async throws {
        let result = try await Executable.cachetop.run(arguments)
        #expect(result.status == 0 && !result.output.isEmpty && result.errors.isEmpty)
    }

    @Test(
        arguments: ["cachetop snapshot --redis redis://127.0.0.1:1", "storefront check-cache"],
        [8, 12])
    func tooFewFilesIsASentence(command: String, limit: Int) async throws {
        let words = command.split(separator: " ", maxSplits: 1).map(String.init)
        let line = "ulimit -n \(limit); exec '\(Executable(words[0]).path)' \(words[1])"
        let result = try await Executable.env.run(["bash", "-c", line])
        #expect(result.status == 1)
        #expect(
            result.errors.contains("may open only \(limit) files")
                && result.errors.contains("ulimit -n"),
            "\(result.errors)")
    }

    @Test func theSoftLimitIsRaised() async throws {
        let line =
            "ulimit -S -n 12; exec '\(Executable.cachetop.path)' snapshot --redis redis://127.0.0.1:1"
        let result = try await Executable.env.run(["bash", "-c", line])
        #expect(result.errors.contains("refused"), "\(result.errors)")
    }

    /// `make completions` puts them where shells look; a real bash completes with them.
    @Test func theInstalledCompletionsWork() async throws {
        let folder = NSTemporaryDirectory() + "/cachetop-install-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path()
        let bin = URL(filePath: Executable.cachetop.path).deletingLastPathComponent().path()
        let made = try await Executable.env.run(
            [
                "make", "-s", "-C", root, "completions", "BIN=\(bin)", "DESTDIR=\(folder)",
                "PREFIX=/usr",
            ])
        #expect(made.status == 0, "\(made.errors)")
        for (path, words) in [
            ("bash-completion/completions/cachetop", "complete"),
            ("bash-completion/completions/storefront", "complete"),
            ("zsh/site-functions/_cachetop", "#compdef cachetop"),
            ("zsh/site-functions/_storefront", "#compdef storefront"),
            ("fish/vendor_completions.d/cachetop.fish", "complete -c 'cachetop'"),
            ("fish/vendor_completions.d/storefront.fish", "complete -c 'storefront'"),
        ] {
            let text = try String(contentsOfFile: "\(folder)/usr/share/\(path)", encoding: .utf8)
            #expect(text.contains(words), "\(path)")
        }
        let script = """
            . '\(folder)/usr/share/bash-completion/completions/cachetop'
            COMP_WORDS=(cachetop sna); COMP_CWORD=1; COMP_LINE='cachetop sna'; COMP_POINT=12
            function=$(complete -p cachetop | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            $function cachetop sna cachetop; echo "${COMPREPLY[@]}"
            """
        let completed = try await Executable.env.run(["bash", "-c", script])
        #expect(completed.output.contains("snapshot"), "\(completed.output) \(completed.errors)")
    }
}
