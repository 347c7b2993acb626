import NIOCore

/// Commands as they go out in one write.
struct WireRequest: Sendable {
    let id: UInt64
    let bytes: ByteBuffer
    /// As many as there are commands.
    let replies: Int
    let deadline: NIODeadline
}
