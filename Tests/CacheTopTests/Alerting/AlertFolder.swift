import Foundation
import Glibc

/// A folder of its own for scripts that are run for alerts.
struct AlertFolder {
    let path: String

    static func with<Result>(
        _ body: (AlertFolder) async throws -> Result
    ) async throws -> Result {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "cachetop-alert-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        chmod(path, 0o700)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(AlertFolder(path: path))
    }

    func script(_ text: String, mode: mode_t = 0o700) throws -> String {
        let file = "\(path)/notify"
        try Data(text.utf8).write(to: URL(filePath: file))
        chmod(file, mode)
        return file
    }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
