import Metrics
import Testing

/// Which known names fit what was typed, and in which order.
struct FuzzyOrderTests {
    private func best(_ text: String, of known: [String], _ limit: Int = 100) -> [String] {
        FuzzyOrder(Array(text.utf8)).best(limit, of: known) { Array($0.utf8) }
    }

    static let slugs = ["shoes", "shorts", "boots", "winter-boots", "sandals", "Hats", "été"]

    @Test(
        arguments: [
            ("", slugs), ("sho", ["shoes", "shorts"]), ("SHO", ["shoes", "shorts"]),
            ("boots", ["boots", "winter-boots"]), ("hats", ["Hats"]), ("ÉTÉ", ["été"]),
            // Inside, before letters in their order.
            ("oo", ["boots", "winter-boots"]),
            ("s", ["shoes", "shorts", "sandals", "boots", "winter-boots", "Hats"]),
            ("wb", ["winter-boots"]), ("snl", ["sandals"]),
            // Typing errors, the fewest first.
            ("shoos", ["shoes", "shorts"]), ("shrots", ["shorts", "shoes", "boots", "Hats"]),
            ("bots", ["boots", "winter-boots"]),
            ("sandels", ["sandals"]), ("xyzxyz", []), ("q", []),
        ] as [(String, [String])])
    func theOrder(text: String, names: [String]) {
        #expect(best(text, of: Self.slugs) == names)
    }

    @Test func theSameNameComesFirstAndTheLimitHolds() {
        let ids = (0..<500).map { "\($0)" }
        #expect(best("42", of: ids, 3) == ["42", "420", "421"])
        #expect(best("42", of: ids, 0) == [])
        // One that is there is no typing error of its neighbours.
        #expect(!best("42", of: ids).contains("43"))
    }

    /// Bytes that are no UTF-8, and control characters, are bytes like any other.
    @Test func namesAreBytes() {
        let names: [[UInt8]] = [[0xFF, 0x41], [0x1B, 0x5B], [0x61, 0xFF], [0x61]]
        func best(_ text: [UInt8]) -> [[UInt8]] {
            FuzzyOrder(text).best(9, of: names, name: \.self)
        }
        #expect(best([0xFF]) == [[0xFF, 0x41], [0x61, 0xFF]])
        #expect(best([0x61]) == [[0x61], [0x61, 0xFF], [0xFF, 0x41]])
        #expect(best([0x1B]) == [[0x1B, 0x5B]])
    }

    /// Whatever is typed: nothing comes twice, nothing that is not known, and what begins with the text comes
    /// before what does not.
    @Test func propertiesOfAnyText() {
        var random = SystemRandomNumberGenerator()
        func text(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most)).map { _ in
                    "ab-1".randomElement(using: &random) ?? "a"
                })
        }
        for _ in 0..<200 {
            let known = Array(Set((0..<30).map { _ in text(6) })).sorted()
            let typed = text(4)
            let found = best(typed, of: known)
            #expect(Set(found).count == found.count && Set(found).isSubset(of: known))
            let begins = found.map { $0.hasPrefix(typed) }
            #expect(begins == begins.sorted { $0 && !$1 }, "\(typed): \(found)")
            #expect(known.filter { $0.hasPrefix(typed) }.allSatisfy(found.contains))
        }
    }
}
