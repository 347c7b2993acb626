// Slots of a fixed width for figures of our own making: ASCII, a column a character.

extension String {
    /// With spaces behind it.
    func padded(after columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - count))
    }

    /// With spaces before it.
    func padded(before columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - count)) + self
    }
}
