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
        var values: [String: String] = [:]
        for (name, value) in parameters where Self.names.contains(name) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw ParameterError(name: name, problem: "is given twice")
            }
        }
        let text = values["q"] ?? ""
        guard text.utf8.count <= 256 else {
            throw ParameterError(name: "q", problem: "is longer than 256 bytes")
        }
        self.init(text: text)
        if let category = values["category"], !category.isEmpty { self.category = category }
        minPrice = try values["minPrice"].map { value throws(ParameterError) in
            try Self.cents(value, name: "minPrice")
        }
        maxPrice = try values["maxPrice"].map { value throws(ParameterError) in
            try Self.cents(value, name: "maxPrice")
        }
        page = try Page(
            number: Self.integer(values["page"], "page", Page.numbers) ?? page.number,
            limit: Self.integer(values["limit"], "limit", Page.limits) ?? page.limit)
    }

    static let names: Set = ["q", "category", "minPrice", "maxPrice", "page", "limit"]

    private static func normalised(_ text: String) -> String {
        text.lowercased().precomposedStringWithCanonicalMapping
            .split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    }

    private static func integer(
        _ value: String?, _ name: String, _ range: ClosedRange<Int>
    ) throws(ParameterError) -> Int? {
        guard let value else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw ParameterError(
                name: name, problem: "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `19`, `19.9` and `19.90` as cents.
    private static func cents(_ value: String, name: String) throws(ParameterError) -> Int {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard (1...2).contains(parts.count), (1...9).contains(parts[0].count),
            (1...2).contains(fraction.count), let whole = Int(parts[0]), whole >= 0,
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
            let rest = Int(fraction + (fraction.count == 1 ? "0" : ""))
        else { throw ParameterError(name: name, problem: "must be an amount such as 19.90") }
        return whole * 100 + rest
    }
}

/// A parameter that can't be used: 400 over HTTP.
struct ParameterError: Error, Equatable, CustomStringConvertible {
    let name: String
    let problem: String

    var description: String { "The parameter '\(name)' \(problem)." }
}
