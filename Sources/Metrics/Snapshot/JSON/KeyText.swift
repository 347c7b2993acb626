package enum KeyText {
    /// A key as text for a file: UTF-8 as it is, every byte that is none as `\xHH`.
    package static func text(_ bytes: [UInt8]) -> String {
        if let whole = String(validating: bytes, as: UTF8.self) { return whole }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            if rest.count >= width,
                let valid = String(validating: rest.prefix(width), as: UTF8.self)
            {
                text += valid
                rest = rest.dropFirst(width)
            } else {
                let hex = String(first, radix: 16, uppercase: true)
                text += "\\x" + (hex.count < 2 ? "0" : "") + hex
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
