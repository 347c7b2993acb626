import Console
import Foundation
import Metrics

/// A snapshot in a file, or on standard input.
enum SnapshotFile {
    /// - Parameter path: `-` for standard input.
    static func read(_ path: String) throws(Ending) -> Snapshot {
        let bytes: [UInt8]
        if path == "-" {
            bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
        } else {
            do {
                bytes = Array(try Data(contentsOf: URL(filePath: path)))
            } catch {
                throw Ending(.failed, "can't read \(path); check its name and rights.")
            }
        }
        do {
            return try Snapshot(json: bytes)
        } catch {
            throw Ending(.failed, "\(path) is no snapshot of cachetop's: \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is no JSON object."
                : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' does not fit."
        default: "it can't be read."
        }
    }
}
