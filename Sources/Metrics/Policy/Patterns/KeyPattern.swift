/// The shape of a resource's keys as a policy writes it: literal text and placeholders `{name}`.
///
/// `{{` and `}}` stand for literal braces, so `{{product}}:{id}` is a key with a Redis Cluster hash tag.
/// The separators of a pattern are those of `: / . - | _` that touch one of its placeholders; they cut
/// keys into segments. The common key prefix of a policy is not part of the pattern.
package struct KeyPattern: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case literal([UInt8])
        case placeholder(String)
    }

    /// Why a text is no pattern: the rest of a sentence that begins with the pattern's name.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Two literals never follow each other, and none is empty.
    package let parts: [Part]
    package let separators: Separators

    package init(_ text: String) throws(Problem) {
        parts = try Self.parts(of: Array(text.utf8))
        separators = Separators(touchingPlaceholdersOf: parts)
    }

    package var placeholders: [String] {
        parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
    }

    private static func parts(of text: [UInt8]) throws(Problem) -> [Part] {
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        var parts: [Part] = []
        var literal: [UInt8] = []
        var names: Set<String> = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isDouble = index + 1 < text.count && text[index + 1] == byte
            switch byte {
            case open where isDouble, close where isDouble:
                literal.append(byte)
                index += 2
            case open:
                guard let end = text[index...].firstIndex(of: close) else {
                    throw Problem(
                        description: "has a '{' without a '}'; write '{{' for a literal brace")
                }
                let name = try Self.name(text[(index + 1)..<end])
                guard names.insert(name).inserted else {
                    throw Problem(
                        description: "has the placeholder {\(name)} twice; give each its own name")
                }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = []
                parts.append(.placeholder(name))
                index = end + 1
            case close:
                throw Problem(
                    description: "has a '}' without a '{'; write '}}' for a literal brace")
            default:
                literal.append(byte)
                index += 1
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return parts
    }

    private static func name(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        let isName = bytes.allSatisfy {
            switch $0 {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard isName, !bytes.isEmpty else {
            throw Problem(
                description: "has the placeholder {\(text)}; name placeholders with letters, "
                    + "digits, - and _, and write '{{' for a literal brace")
        }
        return text
    }
}
