import Metrics

/// The letter that a happening has on the charts and before its row: A to Z, then AA to ZZ, so that none comes
/// twice in a session.
///
/// A happening keeps its letter while it is among the newest 26, whatever becomes known of earlier ones
/// later: what an operator has read out to another must not become something else. Of those that become known
/// at once letters go with time; an earlier one that becomes known later has a later letter.
struct TimelineLetters: Sendable, Hashable {
    /// Happenings that have one.
    static let count = 26
    /// After ZZ comes A.
    private static let distinct = 26 + 26 * 26

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
            guard let number = happening.entry.letter.flatMap(Self.number) else { continue }
            given[Key(happening)] = number
            next = max(next, number + 1)
        }
    }

    /// nil: it has none.
    func letter(of happening: Happening) -> String? {
        given[Key(happening)].map(Self.text)
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
        for happening in fresh where kept[Key(happening)] == nil {
            kept[Key(happening)] = next % Self.distinct
            next += 1
        }
        given = kept
    }

    // MARK: As text

    private static func text(_ number: Int) -> String {
        guard number >= 26 else { return letter(number) }
        return letter((number - 26) / 26) + letter((number - 26) % 26)
    }

    private static func letter(_ place: Int) -> String {
        UnicodeScalar(65 + UInt32(clamping: place)).map { String($0) } ?? ""
    }

    /// nil: a file's text is none of ours.
    private static func number(_ text: String) -> Int? {
        let places = text.utf8.map { Int($0) - 65 }
        guard places.allSatisfy((0..<26).contains) else { return nil }
        switch places.count {
        case 1: return places[0]
        case 2: return 26 + places[0] * 26 + places[1]
        default: return nil
        }
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
