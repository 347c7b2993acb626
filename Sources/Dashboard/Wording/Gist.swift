import Screen

extension DisplayText {
    /// The text where it fits; else as much of it as has a meaning of its own, and the key that shows the
    /// rest: `XINFO is refused (key 1)`. Of an error reply that is its code.
    func gist(within columns: Int, more key: KeyPress) -> DisplayText {
        guard self.columns > columns, case .character(let character) = key else { return self }
        let hint = DisplayText(" (key \(character))")
        let heads = string.indices.compactMap { index -> DisplayText? in
            let rest = string[index...]
            guard rest.hasPrefix(" (") || ":;.,".contains(string[index]),
                rest.hasPrefix(" (") || rest.dropFirst().first == " "
            else { return nil }
            return DisplayText(String(string[..<index]))
        }
        let head = heads.last { $0.columns + hint.columns <= columns } ?? code
        guard let head, head.columns + hint.columns <= columns else { return self }
        return head + hint
    }

    /// The word in capitals that an error reply begins with.
    private var code: DisplayText? {
        let word = string.prefix { $0 != " " }
        return word.count > 1 && word.allSatisfy(\.isUppercase) ? DisplayText(String(word)) : nil
    }
}
