/// What the operator wants gone (docs/contracts.md, 3). Identifiers are bytes and data: what means
/// something in a glob is escaped on the way to Redis.
package enum InvalidationScope: Sendable, Hashable {
    case products([[UInt8]])
    case category([UInt8])
    case search
    case global
    /// nil: all facets.
    case facets([UInt8]?)
    case trending
    case inventory([UInt8])
    case key([UInt8])
    /// The only scope whose text is a glob.
    case pattern([UInt8])

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case product, category, search, global, facets, trending, inventory, key, pattern

        /// How many arguments it takes.
        package var arguments: ClosedRange<Int> {
            switch self {
            case .product: 1...1000
            case .category, .inventory, .key, .pattern: 1...1
            case .facets: 0...1
            case .search, .global, .trending: 0...0
            }
        }

        /// What to ask for when an argument is needed.
        package var argumentName: String? {
            switch self {
            case .product, .inventory: "ID"
            case .category: "SLUG"
            case .facets: "CATEGORY"
            case .key: "KEY"
            case .pattern: "GLOB"
            case .search, .global, .trending: nil
            }
        }
    }

    package var kind: Kind {
        switch self {
        case .products: .product
        case .category: .category
        case .search: .search
        case .global: .global
        case .facets: .facets
        case .trending: .trending
        case .inventory: .inventory
        case .key: .key
        case .pattern: .pattern
        }
    }

    package var arguments: [[UInt8]] {
        switch self {
        case .products(let ids): ids
        case .category(let text), .inventory(let text), .key(let text), .pattern(let text): [text]
        case .facets(let category): category.map { [$0] } ?? []
        case .search, .global, .trending: []
        }
    }

    /// Whether its word has to be typed to confirm, where a `y` is enough for others.
    package func mustBeTyped(inProduction: Bool) -> Bool { inProduction || kind == .global }

    /// Identifiers beyond this are no shop's: every record and line of the trail repeats them.
    package static let longestArgument = 8192
    private static let longestText = 4096

    /// `product 42`, as it is typed on the command line and written to the trail; what is longer
    /// than 4,096 characters is cut and says so.
    package var text: String {
        let whole = ([kind.rawValue] + arguments.map(KeyText.text)).joined(separator: " ")
        guard whole.utf8.count > Self.longestText else { return whole }
        return whole.prefix(Self.longestText) + "… (\(arguments.count) in all)"
    }

    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        case unknownScope(String)
        case arguments(Kind, given: Int)
        case empty(Kind)
        case tooLong(Kind, bytes: Int)

        package var description: String {
            switch self {
            case .unknownScope(let word):
                "There is no scope '\(word)'; choose one of "
                    + Kind.allCases.map(\.rawValue).joined(separator: ", ") + "."
            case .arguments(let kind, let given):
                if let name = kind.argumentName {
                    "'\(kind.rawValue)' takes "
                        + (kind == .product
                            ? "one or more IDs"
                            : kind == .facets ? "at most one \(name)" : "one \(name)")
                        + ", not \(given)."
                } else {
                    "'\(kind.rawValue)' takes no argument; \(given) given."
                }
            case .empty(let kind):
                "The \(kind.argumentName ?? "argument") of '\(kind.rawValue)' is empty; "
                    + "say what to invalidate."
            case .tooLong(let kind, let bytes):
                "The \(kind.argumentName ?? "argument") of '\(kind.rawValue)' is \(bytes) bytes "
                    + "long; the longest that is taken has \(InvalidationScope.longestArgument)."
            }
        }
    }

    package init(_ word: String, arguments: [[UInt8]]) throws(Problem) {
        guard let kind = Kind(rawValue: word) else { throw .unknownScope(word) }
        try self.init(kind, arguments: arguments)
    }

    package init(_ kind: Kind, arguments: [[UInt8]]) throws(Problem) {
        guard kind.arguments.contains(arguments.count) else {
            throw .arguments(kind, given: arguments.count)
        }
        if arguments.contains(where: \.isEmpty) { throw .empty(kind) }
        if let long = arguments.map(\.count).max(), long > Self.longestArgument {
            throw .tooLong(kind, bytes: long)
        }
        switch (kind, arguments.first) {
        case (.product, _): self = .products(arguments)
        case (.category, let slug?): self = .category(slug)
        case (.inventory, let id?): self = .inventory(id)
        case (.key, let key?): self = .key(key)
        case (.pattern, let glob?): self = .pattern(glob)
        case (.facets, let category): self = .facets(category)
        case (.search, _): self = .search
        case (.global, _): self = .global
        case (.trending, _): self = .trending
        default: throw .arguments(kind, given: 0)
        }
    }
}
