/// The parameters of one question by name, those that the shop knows, and their forms.
///
/// Whatever fits no form is an error with the parameter's name, never a default: a shopper who asks
/// for page x and is shown page 1 would be shown something else than what was asked for.
struct ParameterValues {
    static let longestIdentifier = 128

    private var values: [String: String] = [:]

    /// - Throws: when a known parameter is there twice: it is not clear which one counts.
    init(
        _ parameters: [(name: String, value: String)], known: Set<String>
    ) throws(ParameterError) {
        for (name, value) in parameters where known.contains(name) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw ParameterError(name: name, problem: "is given twice")
            }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A category's slug; nil: none was given, or an empty one.
    func identifier(_ name: String) throws(ParameterError) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return try Self.identifier(value, name: name)
    }

    /// Of a product, a stock, a category: any text.
    /// - Throws: when it is empty, no text (U+FFFD stands where its bytes were no UTF-8), has a control
    ///   character (SQLite would read it up to a NUL only), or is over-long.
    static func identifier(_ value: String, name: String) throws(ParameterError) -> String {
        guard !value.isEmpty else { throw ParameterError(name: name, problem: "is empty") }
        guard value.utf8.count <= longestIdentifier else {
            throw ParameterError(name: name, problem: "is longer than \(longestIdentifier) bytes")
        }
        guard !value.unicodeScalars.contains("\u{fffd}") else {
            throw ParameterError(name: name, problem: "is not valid UTF-8")
        }
        guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw ParameterError(name: name, problem: "has a control character") }
        return value
    }

    func page() throws(ParameterError) -> Page {
        let page = Page()
        return Page(
            number: try integer("page", Page.numbers) ?? page.number,
            limit: try integer("limit", Page.limits) ?? page.limit)
    }

    private func integer(
        _ name: String, _ range: ClosedRange<Int>
    ) throws(ParameterError) -> Int? {
        guard let value = values[name] else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw ParameterError(
                name: name, problem: "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `19`, `19.9` and `19.90` as cents.
    func cents(_ name: String) throws(ParameterError) -> Int? {
        guard let value = values[name] else { return nil }
        guard let amount = Money(value) else {
            throw ParameterError(name: name, problem: "must be an amount such as 19.90")
        }
        return amount.cents
    }
}
