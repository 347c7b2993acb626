/// What arrived, as one short line to show: fields with their cut values, or the beginning of a
/// log's line. Printable, at most 80 characters, and without what looks like a secret.
package enum EventExample {
    static let longest = 80
    /// Of one value in an entry.
    static let longestValue = 24
    private static let mostPairs = 12

    /// `kind lookup k product:1 found 1`.
    /// - Parameters:
    ///   - longest: characters of all, and of one value.
    package static func entry(
        _ count: Int, longest: Int = longest, longestValue: Int = longestValue,
        _ pair: (Int) -> (field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)
    ) -> String {
        var words: [String] = []
        for index in 0..<min(count, mostPairs) {
            let (field, value) = pair(index)
            words.append(cut(PrintableText.of(field.prefix(longest * 4)), to: longestValue))
            let isSecret = SecretMask.isSecret(field)
            let shown = isSecret ? SecretMask.mask : masked(value)
            words.append(shown.isEmpty ? "\"\"" : cut(shown, to: longestValue))
        }
        return cut(words.joined(separator: " "), to: longest)
    }

    /// Without the times before it: they say nothing of its form.
    package static func line(_ line: UnsafeBufferPointer<UInt8>) -> String {
        let start = line.part(..<min(line.count, longest * 8))
        let plain = TerminalCodes.removed(from: start)
        return plain.withUnsafeBufferPointer { text in
            cut(masked(text.part(LinePlaces.endOfTimes(text)...)), to: longest)
        }
    }

    private static func masked(_ text: UnsafeBufferPointer<UInt8>) -> String {
        PrintableText.of(SecretMask.masking(text.part(..<min(text.count, longest * 8))))
    }

    static func cut(_ text: String, to length: Int) -> String {
        text.count <= length ? text : text.prefix(length - 1) + "…"
    }
}
