/// What turns a connection's bytes into replies.
package enum ReplyDecoding: Sendable, Hashable {
    /// The usual one.
    case hiredis
    /// For many short strings in a reply: `ReplyScanner`.
    case inPlace
}
