import Metrics

/// The letter that a happening has on the charts and before its row.
///
/// A happening keeps its letter while it is among the newest 26, whatever becomes known of earlier ones
/// meanwhile; behind them it gives its letter back. The place in the timeline is no letter: it changes
/// when the stream's hour or the trail is read.
struct TimelineLetters: Sendable, Hashable {
    static let count = 26

    private struct Key: Sendable, Hashable {
        var author: String
        var identity: String
        var at: Timestamp

        init(_ happening: Happening) {
            author = happening.author
            identity = happening.identity
            at = happening.entry.at
        }

        /// The same happening before an earlier part of it became known, or before it was joined to another.
        func isPart(of other: Happening) -> Bool {
            let entry = other.entry
            guard let until = entry.until, entry.kind == .invalidation else { return false }
            return author == other.author && at >= entry.at && at <= until
        }
    }

    private var given: [Key: Int] = [:]
    private var next = 0

    init() {}

    /// Those that a file has.
    init(of happenings: [Happening]) {
        for happening in happenings {
            guard let scalar = happening.entry.letter?.unicodeScalars.first,
                (65..<65 + UInt32(Self.count)).contains(scalar.value)
            else { continue }
            given[Key(happening)] = Int(scalar.value) - 65
        }
    }

    /// nil: it has none.
    func letter(of happening: Happening) -> String? {
        given[Key(happening)].flatMap { UnicodeScalar(65 + UInt32($0)) }.map { String($0) }
    }

    /// - Parameter happenings: all of them, oldest first.
    mutating func give(to happenings: [Happening]) {
        let newest = happenings.suffix(Self.count).filter { !$0.isUnclaimed }
        var (former, kept) = (given, [Key: Int]())
        var fresh: [Happening] = []
        for happening in newest {
            let key = Key(happening)
            if let letter = former.removeValue(forKey: key) {
                kept[key] = letter
            } else {
                fresh.append(happening)
            }
        }
        for happening in fresh {
            let parts = former.keys.filter { $0.isPart(of: happening) }
            guard let first = parts.min(by: { $0.at < $1.at }) else { continue }
            kept[Key(happening)] = former.removeValue(forKey: first)
        }
        var free = Set(0..<Self.count).subtracting(kept.values)
        for happening in fresh where kept[Key(happening)] == nil {
            let letters = (0..<Self.count).map { (next + $0) % Self.count }
            guard let letter = letters.first(where: free.contains) else { break }
            free.remove(letter)
            kept[Key(happening)] = letter
            next = letter + 1
        }
        given = kept
    }
}

extension Happening {
    /// Whose it is: what its parts have in common.
    fileprivate var author: String {
        "\(entry.kind.rawValue) \(entry.via?.rawValue ?? "") \(entry.by ?? "") "
            + "\(entry.subject ?? "")"
    }

    /// What distinguishes it from others of the same moment, and stays while more becomes known of it.
    var identity: String {
        let first = records.first
        let own = first?.via == .observed ? nil : first.map { "\($0.id ?? "") \($0.scope)" }
        let mark = entry.kind == .mark ? entry.message : ""
        return "\(author) \(own ?? "") \(mark)"
    }
}

extension State {
    /// The moment that is shown, with the letters that its happenings have on the screen.
    func lettered(_ snapshot: Snapshot) -> Snapshot {
        var snapshot = snapshot
        for happening in happenings.suffix(TimelineLetters.count) {
            guard let letter = letters.letter(of: happening),
                let index = snapshot.timeline.lastIndex(of: happening.entry)
            else { continue }
            snapshot.timeline[index].letter = letter
        }
        return snapshot
    }
}
