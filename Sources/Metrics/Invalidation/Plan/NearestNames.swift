/// The names that are nearest to one that was typed, in bounded memory: at most three.
///
/// By the number of bytes to insert, remove, replace or swap (the optimal string alignment distance; Boytsov,
/// "Indexing Methods for Approximate Dictionary Searching", 2011); a name that begins with what was typed
/// counts as one change.
package struct NearestNames: Sendable {
    /// A longer text is no name that was typed: distances cost its length squared.
    package static let longest = 64
    static let limit = 3

    private let wanted: [UInt8]
    /// Ascending by distance, then by bytes.
    private var found: [(distance: Int, name: [UInt8])] = []

    package init(to wanted: [UInt8]) { self.wanted = wanted }

    package var nearest: [[UInt8]] { found.map(\.name) }

    package mutating func add(_ name: [UInt8]) {
        guard name != wanted, name.count <= Self.longest, !name.isEmpty,
            !Self.differInNumbersOnly(name, wanted)
        else { return }
        let distance =
            wanted.count >= 2 && name.starts(with: wanted) ? 1 : Self.distance(wanted, name)
        guard distance <= Self.changes(in: wanted) else { return }
        let place =
            found.firstIndex {
                distance != $0.distance
                    ? distance < $0.distance : name.lexicographicallyPrecedes($0.name)
            } ?? found.count
        guard place < Self.limit else { return }
        found.insert((distance, name), at: place)
        if found.count > Self.limit { found.removeLast() }
    }

    /// Numbers are not spelled wrong: 42 is another product than 421942, and `page-2` than `page-3`.
    static func differInNumbersOnly(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one != other && withoutNumbers(one) == withoutNumbers(other)
    }

    /// One 0 for each row of digits.
    private static func withoutNumbers(_ name: [UInt8]) -> [UInt8] {
        name.reduce(into: []) { text, byte in
            let isDigit = (0x30...0x39).contains(byte)
            if !isDigit || text.last != 0x30 { text.append(isDigit ? 0x30 : byte) }
        }
    }

    /// How many changes a typing error may be.
    static func changes(in wanted: [UInt8]) -> Int { max(1, min(3, wanted.count / 2)) }

    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let change = a[i] == b[j] ? 0 : 1
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + change)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, before[j - 1] + 1)
                }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
