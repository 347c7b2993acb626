import Foundation

/// The path of a request with places to fill in: `/api/search/prod?q={{ query }}`.
///
/// What stands there is kept, but for what no URL may have, which is percent-encoded; what is filled
/// in is encoded wholly, so that it can't be more than one value.
struct URLTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case literal(String)
        case choice(ShopperChoice)
    }

    struct Problem: Error, Hashable {
        let sentence: String
    }

    private let pieces: [Piece]

    init(_ text: String) throws(Problem) {
        guard text.hasPrefix("/"), !text.hasPrefix("//") else {
            throw Problem(
                sentence: "must be a path of the target, which begins with one '/'")
        }
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw Problem(sentence: "has a '{{' without a '}}'")
            }
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            guard let choice = ShopperChoice(rawValue: name) else {
                let known = ShopperChoice.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(sentence: "has '{{ \(name) }}'; what can be filled in is \(known)")
            }
            pieces.append(.literal(Self.encoded(rest[..<open.lowerBound])))
            pieces.append(.choice(choice))
            rest = rest[close.upperBound...]
        }
        self.pieces = pieces + [.literal(Self.encoded(rest))]
    }

    /// In the order of their first places.
    var choices: [ShopperChoice] {
        pieces.reduce(into: []) { choices, piece in
            if case .choice(let choice) = piece, !choices.contains(choice) {
                choices.append(choice)
            }
        }
    }

    func path(_ values: [ShopperChoice: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .choice(let choice): (values[choice] ?? "").percentEncoded
            }
        }.joined()
    }

    private static let kept = CharacterSet(
        charactersIn: "%/?&=+-._~!$'()*,;:@"
    ).union(CharacterSet(charactersIn: "a"..."z"))
        .union(CharacterSet(charactersIn: "A"..."Z"))
        .union(CharacterSet(charactersIn: "0"..."9"))

    private static func encoded(_ text: Substring) -> String {
        text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}
