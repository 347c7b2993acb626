/// Sixteen hex digits: the same attempt in the file, on Redis and on every screen.
enum AttemptID {
    static func next() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
