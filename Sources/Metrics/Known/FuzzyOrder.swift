/// How well names fit a text that was typed: those that begin with it, then those that have it inside,
/// then those that have its letters in their order. Where none has, those that differ by typing errors, as
/// `NearestNames` counts them.
///
/// Capital letters are small ones. Within a rank the order of the names stays, typing errors come by their
/// number.
package struct FuzzyOrder: Sendable {
    private let wanted: [UInt8]

    package init(_ text: [UInt8]) { wanted = Self.folded(text) }

    /// - Parameter known: in the order of their worth.
    package func best<Known>(
        _ limit: Int, of known: [Known], name: (Known) -> [UInt8]
    ) -> [Known] {
        guard !wanted.isEmpty else { return Array(known.prefix(limit)) }
        var ranks: [[Known]] = [[], [], [], []]
        var others: [(Known, [UInt8])] = []
        for one in known {
            let folded = Self.folded(name(one))
            if let rank = rank(of: folded) {
                ranks[rank].append(one)
            } else {
                others.append((one, folded))
            }
        }
        let found = ranks.flatMap(\.self)
        return Array((found.isEmpty ? typos(among: others) : found).prefix(limit))
    }

    /// 0: the same; 1: begins with it; 2: has it inside; 3: has its letters.
    private func rank(of name: [UInt8]) -> Int? {
        if name == wanted { return 0 }
        if name.starts(with: wanted) { return 1 }
        if Self.has(wanted, inside: name) { return 2 }
        return Self.isSubsequence(wanted, of: name) ? 3 : nil
    }

    private func typos<Known>(among others: [(Known, [UInt8])]) -> [Known] {
        guard wanted.count >= 2, wanted.count <= NearestNames.longest else { return [] }
        let allowed = NearestNames.changes(in: wanted)
        var byDistance: [[Known]] = Array(repeating: [], count: allowed + 1)
        for (one, name) in others
        where abs(name.count - wanted.count) <= allowed
            && !NearestNames.differInNumbersOnly(name, wanted)
        {
            let distance = NearestNames.distance(wanted, name)
            if distance <= allowed { byDistance[distance].append(one) }
        }
        return byDistance.flatMap(\.self)
    }

    private static func has(_ part: [UInt8], inside name: [UInt8]) -> Bool {
        guard name.count > part.count else { return false }
        return (1...(name.count - part.count)).contains { name[$0...].starts(with: part) }
    }

    private static func isSubsequence(_ letters: [UInt8], of name: [UInt8]) -> Bool {
        var rest = letters[...]
        for byte in name where byte == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.contains(where: { $0 >= 0x80 }),
            let text = String(validating: bytes, as: UTF8.self)
        {
            return Array(text.lowercased().utf8)
        }
        return bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }
}
