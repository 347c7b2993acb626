/// Foreign bytes as text that is safe to print: what a terminal might obey, and bytes that are no
/// UTF-8, as escapes.
enum PrintableText {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for scalar in KeyText.text(Array(bytes)).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                text += escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = scalar.value <= 0x7F ? 2 : 4
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: max(0, digits - hex.count))
        return (digits == 2 ? "\\x" : "\\u") + zeros + hex
    }
}
