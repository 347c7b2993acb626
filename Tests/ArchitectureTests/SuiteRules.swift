/// A suite that starts a server, a terminal or a program has a time limit, and a tag that says what it
/// starts: a test that hangs fails by name, and what is quick can be run alone.
enum SuiteRules {
    /// What starts something, and the tag that its suite needs; nil: a time limit alone.
    private static let starters: [(word: String, tag: String?)] = [
        ("withRedis", ".redis"), ("RedisServerScript", ".redis"), ("ShopFixture", ".redis"),
        ("ListenerFixture", ".redis"), ("ServerFixture", ".http"), ("WholeShop", ".http"),
        ("LoadServer", ".http"), ("HTTPScript", ".http"), ("Tmux", ".terminal"),
        ("RunningProgram", nil), ("Executable", nil),
    ]

    static func offences(in file: SourceFile) -> [String] {
        let code = file.text.lines
        let suites = attributes(of: code)
        return starters.flatMap { starter -> [String] in
            guard code.contains(where: { HouseRules.contains(starter.word, in: $0) }) else {
                return []
            }
            guard !suites.isEmpty else {
                return ["\(file.path): '\(starter.word)', but there is no @Suite"]
            }
            return suites.flatMap { suite -> [String] in
                let missing = [".timeLimit", starter.tag].compactMap(\.self)
                    .filter { !suite.contains($0) }
                return missing.map { "\(file.path): '\(starter.word)', but the suite has no \($0)" }
            }
        }
    }

    /// From each `@Suite` to its type, which may be some lines further.
    private static func attributes(of lines: [String]) -> [String] {
        lines.indices.filter { lines[$0].contains("@Suite") }.map { first in
            let rest = lines[first...].prefix(6).joined(separator: " ")
            return String(
                rest.prefix(upTo: rest.firstRange(of: "struct ")?.lowerBound ?? rest.endIndex))
        }
    }
}
