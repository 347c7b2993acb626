/// A borrowed look at a reply, straight on the tree that the codec built.
///
/// Valid only inside the closure it was passed to: the memory is used again for the next reply.
/// Nothing is copied and nothing counted, so walking a reply of ten thousand stream entries costs
/// what it costs in C. No access traps: what a reply lacks reads as null, so that a decoder meets a
/// foreign shape with a `guard`, not with a crash. `reply` copies the whole into a value.
package struct RedisReplyView {
    package typealias Kind = ReplyNode.Kind

    @usableFromInline let node: ReplyNode

    @inlinable
    init(node: ReplyNode) { self.node = node }

    @inlinable
    package var kind: Kind { node.kind }

    @inlinable
    package var isNull: Bool { node.kind == .null }

    @inlinable
    package var isError: Bool { node.kind == .error }

    /// The value of an integer reply; 0 for any other kind.
    @inlinable
    package var integer: Int64 { node.kind == .integer ? Int64(node.value) : 0 }

    /// The bytes of a string, a status or an error line; empty for any other kind.
    @inlinable
    package var bytes: UnsafeBufferPointer<UInt8> {
        switch node.kind {
        case .string, .status, .error:
            UnsafeBufferPointer(
                start: node.contents?.assumingMemoryBound(to: UInt8.self), count: node.value)
        case .integer, .array, .null: UnsafeBufferPointer(start: nil, count: 0)
        }
    }

    /// The number of elements of an array; 0 for any other kind.
    @inlinable
    package var count: Int { node.kind == .array ? node.value : 0 }

    /// The element at `index`; null where there is none.
    @inlinable
    package subscript(index: Int) -> RedisReplyView {
        guard node.kind == .array, index >= 0, index < node.value, let contents = node.contents
        else { return RedisReplyView(node: .null) }
        return RedisReplyView(node: contents.assumingMemoryBound(to: ReplyNode.self)[index])
    }
}

extension RedisReplyView {
    /// A deep copy that outlives the closure.
    package var reply: RedisReply {
        switch kind {
        case .string: .string(Array(bytes))
        case .status: .status(Array(bytes))
        case .integer: .integer(integer)
        case .array: .array((0..<count).map { self[$0].reply })
        case .null: .null
        case .error: .error(RedisServerError(message: text))
        }
    }

    /// The bytes as text, broken UTF-8 replaced: for messages, never for keys.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The error line of an error reply; nil for any other kind.
    package var serverError: RedisServerError? {
        isError ? RedisServerError(message: text) : nil
    }
}
