import Console
import Metrics

/// A snapshot in a file, or on standard input.
enum SnapshotFile {
    private static let longest = 256 << 20

    /// - Parameter path: `-` for standard input.
    static func read(_ path: String) throws(Ending) -> Snapshot {
        let bytes: [UInt8]
        do throws(SystemFailure) { bytes = try FileInput.read(path, atMost: longest) } catch {
            throw Ending(.failed, "can't read \(path): \(error.words).")
        }
        guard bytes.count <= longest else {
            throw Ending(.failed, "\(path) has more than \(longest >> 20) MiB; is it a snapshot?")
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
