/// The lists that changes of the catalogue have made old, by category.
struct StaleLists: Sendable, Equatable {
    /// Slugs whose pages and facets show something that has changed.
    var categories: Set<String> = []
    /// Slugs where all products' pages show, beside their own, something that has changed.
    var beside: Set<String> = []

    var isEmpty: Bool { categories.isEmpty && beside.isEmpty }

    mutating func formUnion(_ other: StaleLists) {
        categories.formUnion(other.categories)
        beside.formUnion(other.beside)
    }
}
