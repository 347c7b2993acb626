import Foundation
import TestSupport
import Testing

/// Scripts/install-packages.sh on a machine where nothing is installed: a folder, and a stand-in for
/// apt-get that writes down what it is told and whether services may be started.
@Suite(.timeLimit(.minutes(5))) struct PackagesTests {
    private struct Run {
        var status: Int32
        var installed: Set<String>
        var mayStartServices: Bool
        var hasPolicyAfterwards: Bool
    }

    private func run(_ what: String) async throws -> Run {
        let files = FileManager.default
        let root = files.temporaryDirectory.appending(
            path: "cachetop-packages-\(UUID().uuidString)"
        )
        .path()
        let bin = "\(root)/bin"
        try files.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try files.createDirectory(atPath: "\(root)/usr/sbin", withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: root) }
        for tool in ["bash", "sed", "head", "tee", "chmod", "rm", "env", "cat"] {
            try files.createSymbolicLink(
                atPath: "\(bin)/\(tool)", withDestinationPath: "/usr/bin/\(tool)")
        }
        let scripts = [
            "swift": "echo 'Swift version 6.3.1'", "python3": "exit 0",
            "sudo": "shift; exec \"$@\"",
            "apt-get":
                "[ -x '\(root)/usr/sbin/policy-rc.d' ] && echo guarded >>'\(root)/log'\n"
                + "echo \"$@\" >>'\(root)/log'",
        ]
        for (name, text) in scripts {
            try Data("#!/usr/bin/bash\n\(text)\n".utf8).write(to: URL(filePath: "\(bin)/\(name)"))
            try files.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(name)")
        }
        let script = Repository.root.appending(path: "Scripts/install-packages.sh").path()
        let result = try await Executable.env.run(
            ["bash", script, what], environment: ["PATH": bin, "PACKAGES_ROOT": root])
        let log = try String(contentsOfFile: "\(root)/log", encoding: .utf8).split(separator: "\n")
        let line = try #require(log.last { $0.hasPrefix("install ") })
        return Run(
            status: result.status,
            installed: Set(line.split(separator: " ").map(String.init)),
            mayStartServices: log.count { $0 == "guarded" } < 2,
            hasPolicyAfterwards: files.fileExists(atPath: "\(root)/usr/sbin/policy-rc.d"))
    }

    @Test(arguments: ["build", "demo", "test", "browser"])
    func noInstallationStartsAService(what: String) async throws {
        let run = try await run(what)
        #expect(run.status == 0)
        #expect(!run.mayStartServices && !run.hasPolicyAfterwards)
        #expect(run.installed.contains("--no-install-recommends"))
    }

    /// Its Redis is the only server, and there is no browser in it.
    @Test func theDemoInstallsOnlyWhatItNeeds() async throws {
        let names = try await run("demo").installed.filter { !$0.hasPrefix("-") && $0 != "install" }
        #expect(
            names == [
                "libncurses-dev", "libhiredis-dev", "libsqlite3-dev", "zlib1g-dev", "libyaml-dev",
                "redis-server",
            ])
        #expect(try await run("browser").installed.contains("chromium-driver"))
        let make = try Repository.file("Makefile")
        #expect(
            make.contains("\ndemo: packages-demo ") && make.contains("\ninstall: packages-build "))
    }
}
