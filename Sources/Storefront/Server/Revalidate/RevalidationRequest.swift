import Foundation
import HTTPTypes
import Metrics

/// The JSON of `POST /api/revalidate`, and what is wrong with it.
struct RevalidationRequest: Sendable {
    /// nil: there is none, or it is no text.
    let secret: String?
    private let members: [String: Member]

    /// A member that is no text is there all the same: its error is another one.
    private enum Member: Decodable {
        case text(String)
        case null
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = value.decodeNil() ? .null : .other
            }
        }
    }

    init(_ body: [UInt8]) throws(Refusal) {
        guard let members = try? JSONDecoder().decode([String: Member].self, from: Data(body))
        else { throw Refusal(.badRequest, "The body must be a JSON object.") }
        self.members = members
        if case .text(let secret)? = members["secret"] {
            self.secret = secret
        } else {
            secret = nil
        }
    }

    /// What is to be invalidated.
    func scope() throws(Refusal) -> InvalidationScope {
        switch try text("type") {
        case "product": return .products([try identifier("id")])
        case "category": return .category(try identifier("category"))
        case "search": return .search
        case "global": return .global
        case "facets": return .facets(isThere("category") ? try identifier("category") : nil)
        case "trending": return .trending
        default:
            throw Self.bad(
                "type", "must be product, category, search, global, facets or trending")
        }
    }

    private func isThere(_ name: String) -> Bool {
        switch members[name] {
        case nil, .null: false
        case .text, .other: true
        }
    }

    private func text(_ name: String) throws(Refusal) -> String {
        switch members[name] {
        case .text(let text) where text.isEmpty: throw Self.bad(name, "is empty")
        case .text(let text): return text
        case .other: throw Self.bad(name, "must be a text")
        case nil, .null: throw Self.bad(name, "is missing")
        }
    }

    private func identifier(_ name: String) throws(Refusal) -> [UInt8] {
        let text = try text(name)
        let limit = ParameterValues.longestIdentifier
        guard text.utf8.count <= limit else {
            throw Self.bad(name, "is longer than \(limit) bytes")
        }
        return Array(text.utf8)
    }

    private static func bad(_ name: String, _ problem: String) -> Refusal {
        Refusal(.badRequest, "The member '\(name)' \(problem).", parameter: name)
    }
}
