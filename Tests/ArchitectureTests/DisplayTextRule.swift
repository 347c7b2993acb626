/// Facts decide, sentences are for the eye: nothing is decided by looking into display text.
enum DisplayTextRule {
    private static let sentences = [
        "scope", "message", "why", "words", "description", "summary", "note", "advised",
    ]
    private static let questions = [
        "contains", "hasPrefix", "hasSuffix", "split", "firstRange", "ranges", "starts",
    ]

    /// Files that read text which is no display text of ours, and whose it is.
    static let exceptions = [
        // Redis gives these errors no code of their own; BoringSSL has no codes at all.
        "RedisClient/Errors/RedisServerError+Facts.swift": "Redis: 'no such key', …",
        "RedisClient/Errors/RedisError+Channel.swift": "BoringSSL; a password in Redis' text",
        // The argument parser gives its errors as text.
        "Console/Endings/Program.swift": "ArgumentParser: 'Error: '",
        // Records of older versions have nothing else.
        "Metrics/Invalidation/Records/InvalidationRecord+OldTrail.swift":
            "the trail of older versions",
    ]

    static func offences(in file: SourceFile) -> [String] {
        guard exceptions[file.path] == nil else { return [] }
        return file.text.lines.enumerated().flatMap { number, line in
            sentences.flatMap { sentence in
                questions.map { "\(sentence).\($0)(" }.filter {
                    HouseRules.contains($0, in: line)
                }
            }.map { "\(file.path):\(number + 1): '\($0)' looks into display text" }
        }
    }
}
