/// The bytes that some strings begin with: a bit for each of the 256, since this is asked of each event's key.
struct FirstBytes: Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    /// One of them is empty.
    private var hasEmpty = false

    init(of strings: [[UInt8]]) {
        for string in strings {
            guard let first = string.first else {
                hasEmpty = true
                continue
            }
            let bit = UInt64(1) << UInt64(first & 63)
            switch first >> 6 {
            case 0: words.0 |= bit
            case 1: words.1 |= bit
            case 2: words.2 |= bit
            default: words.3 |= bit
            }
        }
    }

    /// Whether one of them begins as the key does.
    @inline(__always)
    func contains(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = key.first else { return hasEmpty }
        let word =
            switch first >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(first & 63) & 1 == 1
    }
}
