import Testing

@testable import Metrics

/// What may have been meant: words that are spelled nearly the same, never another number.
struct NearestNamesTests {
    private func nearest(_ wanted: String, _ names: String...) -> [String] {
        var nearest = NearestNames(to: Array(wanted.utf8))
        for name in names { nearest.add(Array(name.utf8)) }
        return nearest.nearest.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func wordsAreSpelledWrong() {
        #expect(nearest("shose", "shoes", "boots") == ["shoes"])
        #expect(nearest("sho", "shoes", "shoes-kids") == ["shoes", "shoes-kids"])
        #expect(nearest("winter24", "winter-24", "winters24") == ["winter-24", "winters24"])
        #expect(nearest("shoes2", "shoes") == ["shoes"])
    }

    @Test(
        arguments: [
            ("421942", "42194"), ("4", "42"), ("42", "24"), ("sku-1042", "sku-1043"),
            ("page-12-of-9", "page-3-of-9"),
        ])
    func anotherNumberIsAnotherThing(wanted: String, name: String) {
        #expect(nearest(wanted, name) == [])
        #expect(
            FuzzyOrder(Array(wanted.utf8)).best(9, of: ["x", name]) { Array($0.utf8) }
                .allSatisfy { $0.hasPrefix(wanted) })
    }
}
