/// Reads replies in place: the nodes of a reply point into the received bytes, and no value is copied.
///
/// For a connection whose replies hold thousands of short strings, as those of the event stream do: there
/// hiredis' tree costs more than counting. It builds the same nodes as `ReplyReader` (`make fuzz` compares
/// the two on the same bytes) and refuses more: a string without its line end, a status longer than 64 KiB,
/// the least of all integers. The connection's owner then goes on with hiredis.
///
/// Every read of received bytes is in `ReceivedBytes`, behind a comparison with their end.
struct ReplyScanner: ~Copyable {
    typealias Failure = ReplyReader.Failure

    /// Of arrays in arrays; hiredis takes one more.
    private static let deepest = 7

    /// An array that is being filled.
    private struct Frame {
        var next: UnsafeMutablePointer<ReplyNode>
        var left: Int
    }

    private var received = ReceivedBytes()
    /// Of the first byte that was not read.
    private var position = 0
    private var arena: ReplyArena
    private var root = ReplyNode.null
    private let frames: UnsafeMutablePointer<Frame>
    private var depth = 0
    private let limit: Int

    init(limit: Int = ReplyReader.standardLimit) {
        self.limit = limit
        arena = ReplyArena(forRepliesOf: limit)
        frames = .allocate(capacity: Self.deepest)
    }

    deinit { frames.deallocate() }

    /// Takes `bytes` in and passes every reply that they complete to `receive`, until that returns
    /// false. A view is valid only during the call.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, receive: (RedisReplyView) -> Bool
    ) throws(Failure) {
        if received.append(bytes, moving: &position) { beginAnew() }
        while let node = try next() {
            let goesOn = receive(RedisReplyView(node: node))
            arena.reset()
            received.begin(at: position)
            if !goesOn { return }
        }
        guard received.open <= limit else { throw .tooLarge }
    }

    /// The open reply's bytes have moved: its nodes point nowhere.
    private mutating func beginAnew() {
        depth = 0
        arena.reset()
    }

    /// The next reply; nil: its last bytes have not come.
    private mutating func next() throws(Failure) -> ReplyNode? {
        while let (node, end) = try element(at: position) {
            position = end
            if depth == 0 {
                root = node
            } else {
                frames[depth - 1].next.initialize(to: node)
                frames[depth - 1].next += 1
                frames[depth - 1].left -= 1
            }
            if node.kind == .array, node.value > 0 {
                try open(node)
                continue
            }
            while depth > 0, frames[depth - 1].left == 0 { depth -= 1 }
            if depth == 0 { return root }
        }
        return nil
    }

    private mutating func open(_ array: ReplyNode) throws(Failure) {
        guard depth < Self.deepest, let elements = array.contents else {
            throw .malformed("arrays are nested too deeply")
        }
        frames[depth] = Frame(
            next: UnsafeMutableRawPointer(mutating: elements).assumingMemoryBound(
                to: ReplyNode.self),
            left: array.value)
        depth += 1
    }

    /// A value, or the head of an array, and where what follows begins; nil: it is not there as a whole.
    @inline(__always)
    private mutating func element(at start: Int) throws(Failure) -> (ReplyNode, end: Int)? {
        guard let type = received.byte(at: start) else { return nil }
        switch type {
        case UInt8(ascii: "$"):
            guard let (length, body) = try received.number(at: start + 1) else { return nil }
            guard length >= 0 else { return (.null, body) }
            guard let contents = try received.string(at: body, length: length) else { return nil }
            return (ReplyNode(kind: .string, value: length, contents: contents), body + length + 2)
        case UInt8(ascii: "*"):
            guard let (count, end) = try received.number(at: start + 1) else { return nil }
            guard count > 0 else {
                return (
                    count < 0 ? .null : ReplyNode(kind: .array, value: 0, contents: nil), end
                )
            }
            guard count <= Int32.max else { throw .malformed("an array's length is too great") }
            guard let elements = arena.allocate(count * MemoryLayout<ReplyNode>.stride) else {
                throw .tooLarge
            }
            return (ReplyNode(kind: .array, value: count, contents: elements), end)
        case UInt8(ascii: ":"):
            guard let (value, end) = try received.number(at: start + 1, isLength: false) else {
                return nil
            }
            return (ReplyNode(kind: .integer, value: value, contents: nil), end)
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let (line, length) = try received.line(at: start + 1) else { return nil }
            let kind: ReplyNode.Kind = type == UInt8(ascii: "+") ? .status : .error
            return (
                ReplyNode(kind: kind, value: length, contents: line), start + 1 + length + 2
            )
        default: throw .malformed("a reply begins with the byte \(type)")
        }
    }
}
