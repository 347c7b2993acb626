/// The outlines that frames refer to by number. Of too many the oldest is forgotten.
struct Outlines: Sendable {
    static let byteLimit = 128 * 1024

    private var first = 0
    private var kept: [Outline] = []
    private(set) var byteCount = 0

    subscript(number: Int) -> Outline? {
        kept.indices.contains(number - first) ? kept[number - first] : nil
    }

    /// The number of an outline that is equal.
    mutating func number(of outline: Outline) -> Int {
        if let known = kept.lastIndex(of: outline) { return first + known }
        kept.append(outline)
        byteCount += outline.byteCount
        while kept.count > 1, byteCount > Self.byteLimit {
            byteCount -= kept.removeFirst().byteCount
            first += 1
        }
        return first + kept.count - 1
    }
}
