/// A type that other files use lives in the file of its name; `+` files extend one. Small helpers of the
/// same file are private.
enum FileNames {
    /// Types that are of no use without their neighbour, by file.
    static let together: [String: Set<String>] = [
        "CacheTop.swift": ["CacheTopProgram"], "StorefrontCommand.swift": ["StorefrontProgram"],
        // The one file that may import hiredis.
        "Hiredis.swift": ["ReplyReader"],
        "Glyphs.swift": ["Arms"], "Sparkline.swift": ["Blocks"],
        "KeyIdentity+Matching.swift": ["KeyMatch"], "EntryReader.swift": ["FieldName"],
    ]

    static func offences(in file: SourceFile) -> [String] {
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        let main = String(name.dropLast(".swift".count))
        return file.text.lines.compactMap(declaredType)
            .filter { $0 != main && together[name]?.contains($0) != true }
            .map { "\(file.path): '\($0)' belongs into \($0).swift" }
    }

    /// The type that a line declares at the top level, unless it is the file's own.
    private static func declaredType(_ line: String) -> String? {
        guard let first = line.first, first != " ", first != "\t" else { return nil }
        var words = line.split { " :<{(,".contains($0) }.map(String.init)
        while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") {
            words.removeFirst()
        }
        guard words.count > 1, kinds.contains(words[0]) else { return nil }
        return line.hasPrefix("private ") || line.hasPrefix("fileprivate ") ? nil : words[1]
    }

    private static let kinds: Set = ["struct", "enum", "class", "actor", "protocol"]
    private static let modifiers: Set = ["package", "public", "internal", "final", "indirect"]
}
