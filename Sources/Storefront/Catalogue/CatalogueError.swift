/// Why there is no catalogue: a sentence for the operator.
struct CatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
    let description: String
    /// Nothing is wrong but the product's number.
    var isMissingProduct = false
}
