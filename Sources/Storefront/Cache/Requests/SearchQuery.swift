import Foundation

/// A search as the shop understands it, whatever way it was written.
///
/// Built from URL parameters: their order does not matter, nor do case, repeated blanks or how an
/// accent is encoded; a parameter the shop does not know (`utm_source`) is no part of the question.
struct SearchQuery: Sendable, Hashable {
    /// Lower case, single blanks, composed (NFC).
    let text: String
    var category: String?
    /// In cents.
    var minPrice: Int?
    var maxPrice: Int?
    var page = Page()

    init(text: String, category: String? = nil) {
        self.text = Self.normalised(text)
        self.category = category
    }

    /// - Throws: with the parameter's name, when one is malformed or given twice.
    init(parameters: [(name: String, value: String)]) throws(ParameterError) {
        let values = try ParameterValues(parameters, known: Self.names)
        let text = values["q"] ?? ""
        guard text.utf8.count <= 256 else {
            throw ParameterError(name: "q", problem: "is longer than 256 bytes")
        }
        let words = Set(text.split { !$0.isLetter && !$0.isNumber })
        guard words.count <= Self.mostWords else {
            throw ParameterError(name: "q", problem: "has more than \(Self.mostWords) words")
        }
        self.init(text: text, category: try values.identifier("category"))
        minPrice = try values.cents("minPrice")
        maxPrice = try values.cents("maxPrice")
        if let minPrice, let maxPrice, minPrice > maxPrice {
            throw ParameterError(name: "minPrice", problem: "is above maxPrice")
        }
        page = try values.page()
    }

    /// Each is looked for among the words of all products.
    static let mostWords = 10
    static let names: Set = ["q", "category", "minPrice", "maxPrice", "page", "limit"]

    private static func normalised(_ text: String) -> String {
        text.lowercased().precomposedStringWithCanonicalMapping
            .split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    }
}
