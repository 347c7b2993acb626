/// What a sweep met by name: the identifiers of each resource that has them, and the keys themselves.
package struct SweptKeys: Sendable, Hashable {
    /// By resource.
    package private(set) var things: [SweptNames]
    package private(set) var keys = SweptNames(limit: keyLimit, byteLimit: keyByteLimit)

    /// More than of identifiers: these are searched.
    package static let keyLimit = 8192
    package static let keyByteLimit = 256 * 1024

    init(resources: Int) { things = Array(repeating: SweptNames(), count: resources) }

    /// - Parameter resource: whose key it is; nil: of none.
    mutating func add(_ key: [UInt8], resource: Int?, _ grammar: KeyGrammar) {
        keys.add(key)
        guard let resource, let name = grammar.identifier(key, of: resource) else { return }
        things[resource].add(name)
    }

    /// A key that no scope should be offered: it is known to be there, and no more.
    mutating func note(_ key: [UInt8]) { keys.note(key) }

    package var byteCount: Int { things.reduce(keys.byteCount) { $0 + $1.byteCount } }
}
