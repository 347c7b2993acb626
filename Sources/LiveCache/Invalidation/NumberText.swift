enum NumberText {
    /// `12,040`: exact, unlike `Format.count`.
    static func grouped(_ number: some BinaryInteger) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0, digits[index - 1] != "-" {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }

    /// `1 key`, `3,000 keys`.
    static func keys(_ number: some BinaryInteger) -> String {
        "\(grouped(number)) \(number == 1 ? "key" : "keys")"
    }
}
