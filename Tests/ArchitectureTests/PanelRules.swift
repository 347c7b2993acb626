/// A panel is registered by one value (`PanelKind`): code that asks which panel it has before it is for
/// that panel belongs into the value.
enum PanelRules {
    /// The names of all panels, as their files declare them.
    static func names(in files: [SourceFile]) -> Set<String> {
        Set(
            files.filter { $0.target == "Dashboard" }.flatMap(\.text.lines).compactMap { line in
                guard line.contains("= PanelID(rawValue:") else { return nil }
                let words = line.split(separator: " ").map(String.init)
                return words.firstIndex(of: "let").flatMap { words.dropFirst($0 + 1).first }
            })
    }

    /// Branches of a `switch` over panels.
    static func offences(in file: SourceFile, panels: Set<String>) -> [String] {
        guard file.target == "Dashboard" else { return [] }
        return file.text.lines.enumerated().compactMap { number, line in
            let code = line.drop { $0 == " " }
            guard code.hasPrefix("case "), code.contains(":") else { return nil }
            let patterns = code.dropFirst("case ".count).prefix { $0 != ":" }
            let names = patterns.split(separator: ",").compactMap { pattern in
                pattern.split(separator: " ").first.flatMap { word in
                    word.hasPrefix(".") ? String(word.dropFirst()) : nil
                }
            }
            return names.contains(where: panels.contains)
                ? "\(file.path):\(number + 1): a switch over panels" : nil
        }
    }
}
