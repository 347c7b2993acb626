/// Bytes that are nearly replies, from a number: SplitMix64 (Steele, Lea and Flood, 2014) chooses.
struct RandomReplies: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// Replies one after the other, in half of all cases damaged, in pieces.
    mutating func pieces() -> [[UInt8]] {
        var bytes: [UInt8] = []
        for _ in 0...below(4) { bytes += reply(depth: 0) }
        if below(2) == 0 { for _ in 0...below(3) { damage(&bytes) } }
        var pieces: [[UInt8]] = []
        let longest = below(3) == 0 ? 3 : below(2) == 0 ? 40 : 4000
        while !bytes.isEmpty {
            let count = min(bytes.count, 1 + below(longest))
            pieces.append(Array(bytes.prefix(count)))
            bytes.removeFirst(count)
        }
        return pieces
    }

    private mutating func reply(depth: Int) -> [UInt8] {
        switch below(depth < 9 ? 8 : 5) {
        case 0: return Array("+\(text())\r\n".utf8)
        case 1: return Array("-ERR \(text())\r\n".utf8)
        case 2:
            return Array(
                ":\(below(3) == 0 ? Int.random(in: .min ... .max, using: &self) : below(2000) - 1000)\r\n"
                    .utf8)
        case 3: return Array("$-1\r\n".utf8)
        case 4, 5:
            let length = below(20) == 0 ? below(20_000) : below(40)
            let value = (0..<length).map { _ in UInt8.random(in: 0...255, using: &self) }
            return Array("$\(length)\r\n".utf8) + value + Array("\r\n".utf8)
        case 6 where below(6) == 0: return Array("*-1\r\n".utf8)
        default:
            let count = below(depth == 0 ? 30 : 5)
            return (0..<count).reduce(into: Array("*\(count)\r\n".utf8)) { bytes, _ in
                bytes += reply(depth: depth + 1)
            }
        }
    }

    private mutating func text() -> String {
        String((0..<below(12)).map { _ in "abc \r9-$*".randomElement(using: &self) ?? "x" })
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = below(bytes.count)
        switch below(5) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert("\r\n0123456789-+:$*".utf8.randomElement(using: &self) ?? 0, at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
        default:
            let end = min(bytes.count, place + 1 + below(30))
            bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
        }
    }
}
