/// An amount of money, in cents: written `19`, `19.9` or `19.90`.
struct Money: Sendable, Hashable, CustomStringConvertible {
    let cents: Int

    init(cents: Int) { self.cents = cents }

    /// nil: no amount, or more than nine digits before the point.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...9).contains(parts[0].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard (1...2).contains(fraction.utf8.count), let whole = Int(parts[0]),
            let rest = Int(fraction)
        else { return nil }
        cents = whole * 100 + (fraction.utf8.count == 1 ? rest * 10 : rest)
    }

    var description: String {
        let rest = cents % 100
        return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
