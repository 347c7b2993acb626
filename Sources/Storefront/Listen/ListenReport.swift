import Foundation

/// What the listener did or could not do, as a line for its terminal.
enum ListenReport: Sendable {
    /// What is left undone when the listener stops.
    struct Rest: Sendable, Equatable {
        var changes: Int64
        var secondRemovals: Int64
    }

    /// - Parameters:
    ///   - removed: keys that were there.
    ///   - counter: the key that was raised; nil: the policy has none for searches.
    ///   - secondRemovals: changes that have theirs before them.
    case round(
        changes: Int, removed: Int, counter: String?, took: Duration, secondRemovals: Int64)
    case secondRound(changes: Int64, removed: Int)
    /// Something that is tried again.
    case failure(String)
    /// The removals go on, but the catalogue does not take how far they came.
    case unstored(String)
    /// The catalogue is an earlier one: what has changed by that is not known.
    case putBack
    /// All copies, because of that.
    case clearance(removed: Int)

    var isFailure: Bool {
        switch self {
        case .failure, .unstored, .putBack: true
        case .round, .secondRound, .clearance: false
        }
    }

    var text: String {
        switch self {
        case .round(let changes, let removed, let counter, let took, let secondRemovals):
            let bump = counter.map { "\($0) raised, " } ?? ""
            return "\(Self.count(Int64(changes), "change")):"
                + " removed \(Self.count(Int64(removed), "key")), \(bump)\(Self.time(took));"
                + " \(Self.count(secondRemovals, "second removal")) due"
        case .secondRound(let changes, let removed):
            return "\(Self.count(changes, "change")) once more:"
                + " removed \(Self.count(Int64(removed), "copy", "copies")) written since, old or new"
        case .failure(let sentence): return "\(sentence) It is tried again."
        case .unstored(let sentence):
            return "\(sentence) Removals go on; how far they came is stored later."
        case .putBack:
            return "The catalogue was put back to an earlier state: everything is removed."
        case .clearance(let removed):
            return "everything: removed \(Self.count(Int64(removed), "key"))"
        }
    }

    static func count(_ number: Int64, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    private static func time(_ duration: Duration) -> String {
        let milliseconds = Int64((duration / .milliseconds(1)).rounded())
        return milliseconds < 1 ? "under 1 ms" : "\(milliseconds) ms"
    }
}

extension ListenReport.Rest {
    /// nil when all is done.
    var text: String? {
        var parts: [String] = []
        if changes > 0 { parts.append(ListenReport.count(changes, "change")) }
        if secondRemovals > 0 {
            parts.append(ListenReport.count(secondRemovals, "second removal"))
        }
        return parts.isEmpty
            ? nil : "Left to the next start of the listener: \(parts.joined(separator: " and "))."
    }
}
