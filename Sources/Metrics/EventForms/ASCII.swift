// Comparing bytes with words of ASCII, whatever their case. The word is given in small letters.

@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

func equalIgnoringCase(_ a: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard a.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<a.count where lowered(a[index]) != word.utf8Start[index] { return false }
    return true
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the word stands at `start`, whatever its case.
    func has(_ word: StaticString, at start: Int) -> Bool {
        guard start >= 0, count - start >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount
        where lowered(self[start + index]) != word.utf8Start[index] { return false }
        return true
    }

    func part(_ range: some RangeExpression<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range.relative(to: indices)])
    }
}

extension UInt8 {
    var isLetter: Bool { (97...122).contains(lowered(self)) }
    var isDigit: Bool { (48...57).contains(self) }
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
