import Foundation

/// A built executable of this package, run as a shell would run it.
package struct Executable: Sendable {
    package static let cachetop = Executable("cachetop")
    package static let storefront = Executable("storefront")
    /// Runs a program of the system, whose name is its first argument.
    package static let env = Executable("/usr/bin/env")

    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package let name: String

    package init(_ name: String) { self.name = name }

    /// Beside the tests' own executable, where the build puts all of them.
    package var path: String {
        if name.hasPrefix("/") { return name }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments.first ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: name).path()
    }

    /// Runs it to its end. The environment is just what is given, and a PATH.
    package func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        in folder: String? = nil
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Swift.Result { try finish(arguments, environment, input, folder) })
            }
        }
    }

    private func finish(
        _ arguments: [String], _ environment: [String: String], _ input: String?,
        _ folder: String?
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = Self.environment(environment)
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        stdin.fileHandleForWriting.write(Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        // What goes to standard error is a sentence; it never fills its pipe.
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        let errors = stderr.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }

    static func environment(_ given: [String: String]) -> [String: String] {
        given.merging(
            ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            uniquingKeysWith: { given, _ in given })
    }
}
