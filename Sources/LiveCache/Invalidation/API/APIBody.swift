import FoundationEssentials

/// What a JSON body says: yes, no or neither, and why not.
///
/// Words count at the top and one level down, where an array is no level of its own. One no is a no,
/// whatever else is there.
struct APIBody: Sendable, Hashable {
    private(set) var saysYes = false
    private(set) var saysNo = false
    /// Of an answer that says no: the first text that reads as its reason. Foreign.
    private(set) var errorText: String?

    /// - Parameter body: what is not JSON says nothing.
    init(_ body: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
            return
        }
        visit(value, depth: 0)
        errorText = Self.errorText(of: value)
    }

    private mutating func visit(_ value: JSONValue, depth: Int) {
        switch value {
        case .array(let elements):
            for element in elements { visit(element, depth: depth) }
        case .object(let members):
            for (name, member) in members {
                take(name, member)
                if depth == 0 { visit(member, depth: 1) }
            }
        case .null, .bool, .number, .string: break
        }
    }

    private mutating func take(_ name: String, _ member: JSONValue) {
        switch name {
        case "revalidated", "success", "ok":
            guard let truth = member.truth else { return }
            if truth { saysYes = true } else { saysNo = true }
        case "error", "errors": if !member.isEmpty { saysNo = true }
        case "status": if member.text?.lowercased() == "error" { saysNo = true }
        case "statusCode": if let code = member.amount, code >= 400 { saysNo = true }
        default: break
        }
    }

    private static func errorText(of value: JSONValue, depth: Int = 0) -> String? {
        switch value {
        case .string(let text) where depth > 0: return text
        case .array(let elements):
            return elements.lazy.compactMap { errorText(of: $0, depth: depth) }.first
        case .object(let members):
            for name in ["error", "errors", "message", "detail", "title"] {
                if let member = members[name], !member.isEmpty, depth < 2,
                    let text = errorText(of: member, depth: depth + 1)
                {
                    return text
                }
            }
            return nil
        case .null, .bool, .number, .string: return nil
        }
    }
}

private enum JSONValue: Decodable {
    case null, bool(Bool), number(Double), string(String)
    case array([JSONValue]), object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .bool(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let elements = try? value.decode([JSONValue].self) {
            self = .array(elements)
        } else if let members = try? value.decode([String: JSONValue].self) {
            self = .object(members)
        } else {
            // A number that no Double holds, or nesting beyond any answer's.
            self = .null
        }
    }

    /// nil: neither true nor false.
    var truth: Bool? {
        switch self {
        case .bool(let truth): truth
        case .number(0): false
        case .number(1): true
        case .string(let text):
            switch text.lowercased() {
            case "true", "yes", "1": true
            case "false", "no", "0": false
            default: nil
            }
        case .null, .number, .array, .object: nil
        }
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }

    var amount: Double? {
        switch self {
        case .number(let number): number
        case .string(let text): Double(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// Nothing that an error would be: `false`, 0 and "no" deny it as well as "" does.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .bool, .number, .string:
            truth == false || text?.allSatisfy(\.isWhitespace) == true
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        }
    }
}
