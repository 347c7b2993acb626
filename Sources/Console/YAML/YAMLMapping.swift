/// The `name: value` lines of a YAML mapping, in the order of the file. No name stands there twice.
package struct YAMLMapping: Sendable, Sequence {
    package typealias Entry = (key: YAMLNode, value: YAMLNode)

    private let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    package func makeIterator() -> IndexingIterator<[Entry]> {
        entries.makeIterator()
    }

    package subscript(name: String) -> YAMLNode? {
        entries.first { $0.key.string == name }?.value
    }
}
