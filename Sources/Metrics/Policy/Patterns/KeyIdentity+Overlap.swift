extension KeyIdentity {
    /// Whether one key could belong to both: then neither may have as many segments as the other.
    ///
    /// Both are small automata over bytes; they overlap when a pair of accepting states is reachable in
    /// their product. One byte stands for all that neither distinguishes.
    package func overlaps(_ other: KeyIdentity) -> Bool {
        let alphabet = Set(literals + other.literals + Separators.candidates + [spare(other)])
        var seen: Set<Pair> = []
        var open = [Pair(mine: 0, theirs: 0)]
        while let pair = open.popLast() {
            if accepts(pair.mine), other.accepts(pair.theirs) { return true }
            for byte in alphabet {
                for mine in next(pair.mine, byte) {
                    for theirs in other.next(pair.theirs, byte) {
                        let pair = Pair(mine: mine, theirs: theirs)
                        if seen.insert(pair).inserted { open.append(pair) }
                    }
                }
            }
        }
        return false
    }

    private struct Pair: Hashable {
        var mine: Int
        var theirs: Int
    }

    private var literals: [UInt8] {
        elements.compactMap { if case .byte(let byte) = $0 { byte } else { nil } }
    }

    /// A byte that is in neither.
    private func spare(_ other: KeyIdentity) -> UInt8 {
        let used = Set(literals + other.literals + Separators.candidates)
        return (0...UInt8.max).first { !used.contains($0) } ?? 0
    }

    // State 2i: before element i; 2i + 1: within the value that is element i; 2n: the identity is
    // complete; 2n + 1: something follows it.

    private func accepts(_ state: Int) -> Bool {
        // A value that is the last element can end here: the same as complete.
        state >= 2 * elements.count || state == 2 * elements.count - 1 && elements.last == .value
    }

    private func next(_ state: Int, _ byte: UInt8) -> [Int] {
        let end = 2 * elements.count
        if state == end + 1 { return [end + 1] }
        if state == end {
            return endsInsideSegment || separators.contains(byte) ? [end + 1] : []
        }
        let index = state / 2
        switch elements[index] {
        case .byte(let expected): return byte == expected ? [state + 2] : []
        case .value:
            var states = separators.contains(byte) ? [] : [2 * index + 1]
            // Within a value the next element may begin at once.
            if state % 2 == 1 { states += next(2 * index + 2, byte) }
            return states
        }
    }
}
