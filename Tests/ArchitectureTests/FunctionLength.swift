/// A function does one thing: its body has at most 40 lines.
enum FunctionLength {
    static let most = 40

    /// Functions that may be longer, with the reason.
    static let exceptions: [String: String] = [:]

    static func offences(in file: SourceFile) -> [String] {
        long(in: file).filter { exceptions["\(file.path) \($0.name)"] == nil }.map {
            "\(file.path):\($0.line): \($0.name) has \($0.lines) lines, more than \(most)"
        }
    }

    /// Functions that are too long, exceptions included.
    static func long(in file: SourceFile) -> [(name: String, line: Int, lines: Int)] {
        let lines = file.text.lines
        return lines.indices.compactMap { index in
            guard let name = declaredFunction(lines[index]),
                let count = bodyLines(of: lines[index...]), count > most
            else { return nil }
            return (name, index + 1, count)
        }
    }

    /// The name of the function that a line declares.
    private static func declaredFunction(_ line: String) -> String? {
        let words = line.split { " (<?:".contains($0) }.map(String.init)
        guard let keyword = words.firstIndex(where: { ["func", "init"].contains($0) }),
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) })
        else { return nil }
        if words[keyword] == "init" { return line.contains("init") ? "init" : nil }
        return words.dropFirst(keyword + 1).first
    }

    private static let modifiers: Set = [
        "package", "private", "fileprivate", "internal", "static", "mutating", "consuming", "final",
        "nonisolated", "override", "convenience", "isolated",
    ]

    /// Lines between the braces; nil: there are none, as in a protocol.
    private static func bodyLines(of lines: ArraySlice<String>) -> Int? {
        var (parentheses, braces, first) = (0, 0, 0)
        for (number, line) in lines.enumerated() {
            for character in line {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{":
                    if braces == 0, parentheses == 0 { first = number }
                    if braces > 0 || parentheses == 0 { braces += 1 }
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0 { return max(0, number - first - 1) }
                case "}" where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }
}
