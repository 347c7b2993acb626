/// Divides a whole by shares so that the parts add up to it: the largest remainders get what rounding
/// left over (Hamilton's method).
enum Apportionment {
    static func parts(of whole: UInt64, by shares: [Double]) -> [UInt64] {
        let sum = shares.reduce(0) { $0 + max(0, $1) }
        guard sum > 0 else { return shares.map { _ in 0 } }
        let exact = shares.map { max(0, $0) / sum * Double(whole) }
        var parts = exact.map { min(whole, UInt64(saturating: $0.rounded(.down))) }
        var rest = Int64(truncatingIfNeeded: whole &- parts.reduce(0, &+))
        let order = exact.indices.sorted {
            exact[$0] - exact[$0].rounded(.down) > exact[$1] - exact[$1].rounded(.down)
        }
        // More than one round only where a Double can't hold the whole.
        while rest != 0 {
            for index in order where rest != 0 {
                if rest > 0 {
                    parts[index] += 1
                    rest -= 1
                } else if parts[index] > 0 {
                    parts[index] -= 1
                    rest += 1
                }
            }
        }
        return parts
    }
}
