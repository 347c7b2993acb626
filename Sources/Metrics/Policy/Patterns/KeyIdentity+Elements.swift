// A pattern's parts as single bytes and values, and what can be made of them.

extension Sequence<KeyPattern.Part> {
    var elements: [KeyIdentity.Element] {
        flatMap { part -> [KeyIdentity.Element] in
            switch part {
            case .literal(let bytes): bytes.map { .byte($0) }
            case .placeholder: [.value]
            }
        }
    }
}

extension Sequence<KeyIdentity.Element> {
    /// Its bytes where it has no value; nil: it has one.
    var literal: [UInt8]? {
        var bytes: [UInt8] = []
        for element in self {
            guard case .byte(let byte) = element else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// As a Redis glob that at least all that it stands for matches.
    var glob: [UInt8] {
        flatMap { element -> [UInt8] in
            if case .byte(let byte) = element { Glob.escaping([byte]) } else { [UInt8(ascii: "*")] }
        }
    }
}
