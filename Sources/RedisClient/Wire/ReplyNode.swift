/// One node of a reply tree, as the hiredis callbacks write it into the arena: 24 bytes, the
/// elements of an array side by side. Memory layout, so only the codec and the view know it.
package struct ReplyNode {
    package enum Kind: UInt8, Sendable { case null, string, status, integer, array, error }

    @usableFromInline let kind: Kind
    /// The integer, the number of bytes or the number of elements.
    @usableFromInline let value: Int
    /// The bytes, or the elements as `ReplyNode`s; nil if there are none.
    @usableFromInline let contents: UnsafeRawPointer?

    @inlinable
    init(kind: Kind, value: Int, contents: UnsafeRawPointer?) {
        self.kind = kind
        self.value = value
        self.contents = contents
    }

    @inlinable static var null: ReplyNode { ReplyNode(kind: .null, value: 0, contents: nil) }
}
