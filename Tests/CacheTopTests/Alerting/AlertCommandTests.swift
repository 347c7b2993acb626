import Console
import Foundation
import Glibc
import Testing

@testable import CacheTop

/// What may be given to `--on-alert`.
@Suite(.timeLimit(.minutes(5))) struct AlertCommandTests: ReadsSettings {
    private func problem(_ path: String) -> String? {
        do {
            _ = try AlertCommand(Setting(path, from: "--on-alert"))
            return nil
        } catch {
            return error.status == .usedWrongly ? error.description : "another status"
        }
    }

    @Test(
        arguments: [
            (mode_t(0o700), nil), (0o755, nil), (0o500, nil),
            (0o600, "it is not executable for this user. Run 'chmod u+x' on it."),
            (0o702, "other users can write to it"), (0o777, "other users can write to it"),
        ] as [(mode_t, String?)])
    func theFilesMode(mode: mode_t, says: String?) async throws {
        try await AlertFolder.with { folder in
            let file = try folder.script("#!/bin/sh\n", mode: mode)
            let found = problem(file)
            #expect(found.map { $0.hasPrefix("--on-alert is '\(file)': ") } ?? true)
            #expect((found == nil) == (says == nil), "\(found ?? "")")
            if let says { #expect(found?.contains(says) == true, "\(found ?? "")") }
        }
    }

    @Test func whatIsNoFile() async throws {
        try await AlertFolder.with { folder in
            #expect(problem("\(folder.path)/none")?.contains("No such file") == true)
            #expect(problem(folder.path)?.contains("is no regular file") == true)
            #expect(problem("/dev/null")?.contains("is no regular file") == true)
            let file = try folder.script("#!/bin/sh\n")
            #expect(problem("\(file) --mail me")?.contains("without arguments") == true)
            // Whoever can write to the folder can put another file there.
            chmod(folder.path, 0o777)
            #expect(problem(file)?.contains("its folder") == true)
            chmod(folder.path, 0o1777)
            #expect(problem(file) == nil)
        }
    }

    /// Option, variable and file, and none of them.
    @Test func whereItComesFrom() async throws {
        try await AlertFolder.with { folder in
            let file = try folder.script("#!/bin/sh\n")
            let none = try settings([])
            #expect(try none.alertCommand(nil) == nil)
            #expect(try none.alertCommand(file)?.path == file)
            let variable = try settings([], ["CACHETOP_ON_ALERT": file])
            #expect(try variable.alertCommand(nil)?.path == file)
            #expect(try variable.alertCommand("none") == nil)
            let yaml = "\(folder.path)/c.yaml"
            try Data("on-alert: /does/not/exist\nbell: true\n".utf8).write(to: URL(filePath: yaml))
            let inFile = try settings(["--config", yaml])
            #expect(try inFile.ringsBell(false))
            let ending = #expect(throws: Ending.self) { try inFile.alertCommand(nil) }
            #expect(ending?.description.contains("'on-alert' in \(yaml)") == true)
        }
    }

    @Test func secretsStayHere() {
        let all = [
            "PATH": "/bin", "HOME": "/h", "REDIS_PASSWORD": "s", "REDIS_URL": "s",
            "REVALIDATE_SECRET": "s", "MEILI_HOST": "s", "MEILI_MASTER_KEY": "s", "PGPASSWORD": "s",
            "PGHOST": "s", "CACHETOP_CONFIG": "c",
        ]
        #expect(Set(AlertEnvironment.of(all).keys) == ["PATH", "HOME", "CACHETOP_CONFIG"])
    }
}
