import Metrics

/// Copies before and after a request to the API: which are the same, which are gone, which were written
/// again.
///
/// A copy is the same when it expires at the same moment as before. One whose time was up meanwhile proves
/// nothing, nor does one that is too young before or after.
struct CopyComparison {
    private static let tolerance = 0.1

    /// In monotonic seconds.
    private let moment: Double
    private var same: [[UInt8]] = []
    private var gone: [[UInt8]] = []
    private var replaced: [[UInt8]] = []
    /// Changes that time alone does not make.
    private var proofs = 0

    init(at moment: Double) { self.moment = moment }

    mutating func add(_ key: [UInt8], _ before: CopyState, _ after: CopyState) {
        switch (before, after) {
        case (.absent, _): break
        case (_, .absent):
            gone.append(key)
            if !hasExpired(before) { proofs += 1 }
        case (.lasting, .lasting): same.append(key)
        case (.expires(let old), .expires(let new)) where abs(old - new) < Self.tolerance:
            same.append(key)
        // Too young before or after: it may be either.
        case (.young, _): break
        default:
            replaced.append(key)
            proofs += 1
        }
    }

    private func hasExpired(_ copy: CopyState) -> Bool {
        guard case .expires(let end) = copy else { return false }
        return end <= moment + Self.tolerance
    }

    var testimony: APITestimony {
        var testimony = APITestimony()
        if !same.isEmpty {
            let there = same.count + gone.count + replaced.count
            testimony.doubt =
                (same.count == there ? "" : "of \(there) copies ") + Self.names(same)
                + (same.count == 1 ? " is the same copy" : " are the same copies")
                + " as before in Redis"
        }
        var changes: [String] = []
        if !gone.isEmpty {
            changes.append("\(Self.names(gone)) \(gone.count == 1 ? "is" : "are") gone")
        }
        if !replaced.isEmpty {
            changes.append(
                "\(Self.names(replaced)) \(replaced.count == 1 ? "was" : "were") written again")
        }
        testimony.change = changes.isEmpty ? nil : changes.joined(separator: " and ")
        testimony.isProof = same.isEmpty && proofs > 0
        testimony.mayHaveExpired = !gone.isEmpty
        return testimony
    }

    private static func names(_ keys: [[UInt8]]) -> String {
        keys.count <= 3
            ? keys.map(KeyText.text).joined(separator: ", ")
            : "\(KeyText.text(keys[0])) and \(keys.count - 1) more"
    }
}
