import Metrics
import Testing

/// What a sweep keeps of the names that it meets, in bounded memory.
struct SweptNamesTests {
    private func name(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func whileAllHaveRoomAllAreKeptAndCounted() {
        var names = SweptNames()
        for round in 0..<3 {
            for index in 0..<500 where index % (round + 1) == 0 { names.add(name("c\(index)")) }
        }
        #expect(names.isWhole && names.names.count == 500 && names.count == 500)
        let keys = Dictionary(uniqueKeysWithValues: names.names.map { ($0.bytes, $0.keys) })
        #expect(keys[name("c0")] == 3 && keys[name("c1")] == 1 && keys[name("c2")] == 2)
    }

    /// A name of the sample has all its keys counted, whatever came before and after it.
    @Test func aLargeKeyspaceIsSampledAndItsSampleIsExact() {
        var names = SweptNames()
        var counted: [[UInt8]: Int] = [:]
        for step in 0..<60_000 {
            let one = name("product-\((step &* 7919) % 20_000)")
            names.add(one)
            counted[one, default: 0] += 1
        }
        #expect(names.names.count == SweptNames.limit && !names.isWhole)
        for one in names.names { #expect(one.keys == counted[one.bytes]) }
        #expect(counted.keys.allSatisfy(names.contains))
        let error = abs(Double(names.count) - 20_000) / 20_000
        #expect(error < 0.15, "\(names.count)")
        // Of names that were not met few are taken for one that was.
        let wrong = (0..<10_000).filter { names.contains(name("other-\($0)")) }.count
        #expect(wrong < 50, "\(wrong)")
    }

    @Test(arguments: [1, 100, SweptNames.longest, SweptNames.longest + 1, 5000])
    func memoryIsBoundedWhateverTheLength(length: Int) {
        var names = SweptNames()
        for index in 0..<3000 {
            var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: length)
            bytes[0] = UInt8(truncatingIfNeeded: index / 256)
            names.add(bytes)
            #expect(names.contains(bytes))
        }
        #expect(names.names.count <= SweptNames.limit)
        #expect(names.names.reduce(0) { $0 + $1.bytes.count } <= SweptNames.byteLimit)
        #expect(names.byteCount <= 256 * 1024)
        if length > SweptNames.longest { #expect(names.names.isEmpty) }
    }

    @Test func anEmptyOneHasMetNothing() {
        let names = SweptNames()
        #expect(!names.contains([]) && !names.contains(name("a")))
        #expect(names.count == 0 && names.isWhole && names.byteCount == 0)
    }
}
