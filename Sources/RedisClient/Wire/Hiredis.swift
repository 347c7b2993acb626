import CHiredis

/// The door to hiredis: the only file that knows it, and only its reader.
///
/// `ReplyReader` is fed bytes by the channel handler and yields one `RedisReplyView` after the
/// other. hiredis parses; its object callbacks below write the tree into a `ReplyArena`. The reader
/// lives and dies on the connection's event loop and its callbacks run only inside `next()`, so
/// nothing here is shared and nothing needs an unchecked promise. They belong to no actor: C calls
/// them on whichever thread the loop has.
struct ReplyReader: ~Copyable {
    enum Failure: Error, Equatable {
        /// Bytes that can't be RESP, in hiredis' words.
        case malformed(String)
        /// A reply beyond the limit: it is not read to its end.
        case tooLarge
    }

    /// Of one reply, in bytes as received.
    static let standardLimit = 64 << 20

    /// hiredis moves what is unread to the front of its buffer every 1,024 bytes of replies; small
    /// bites keep that move short when a pipeline's thousands of replies come at once.
    private static let bite = 16 << 10
    /// An empty buffer larger than this is given back: above the usual 64 KB of a stream reply, so
    /// that those don't allocate each time.
    private static let idleBuffer = 256 << 10

    private let reader: UnsafeMutablePointer<redisReader>?
    private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
    private let arena: UnsafeMutablePointer<ReplyArena>
    private let limit: Int
    /// Of the reply that is not complete yet.
    private var received = 0

    init(limit: Int = Self.standardLimit) {
        self.limit = limit
        functions = .allocate(capacity: 1)
        functions.initialize(
            to: redisReplyObjectFunctions(
                createString: createString, createArray: createArray, createInteger: createInteger,
                createNil: createNull, freeObject: { _ in }))
        arena = .allocate(capacity: 1)
        arena.initialize(to: ReplyArena(forRepliesOf: limit))
        reader = redisReaderCreateWithFunctions(functions)
        reader?.pointee.privdata = UnsafeMutableRawPointer(arena)
        reader?.pointee.maxbuf = Self.idleBuffer
    }

    deinit {
        if let reader { redisReaderFree(reader) }
        functions.deallocate()
        arena.deinitialize(count: 1)
        arena.deallocate()
    }

    /// Feeds `bytes` and passes every reply that they complete to `receive`, until that returns
    /// false. A view is valid only during the call.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, receive: (RedisReplyView) -> Bool
    ) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let bite = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.bite))
            rest = rest.dropFirst(bite.count)
            received += bite.count
            try check(
                redisReaderFeed(
                    reader, bite.baseAddress?.assumingMemoryBound(to: CChar.self), bite.count))
            while let view = try next() {
                let goesOn = receive(view)
                arena.pointee.reset()
                received = unread
                if !goesOn { return }
            }
            guard received <= limit else { throw .tooLarge }
        }
    }

    /// What was fed and belongs to the next reply.
    private var unread: Int {
        guard let reader else { return 0 }
        return max(0, reader.pointee.len - reader.pointee.pos)
    }

    private mutating func next() throws(Failure) -> RedisReplyView? {
        var object: UnsafeMutableRawPointer?
        try check(redisReaderGetReply(reader, &object))
        return object.map { RedisReplyView(node: $0.load(as: ReplyNode.self)) }
    }

    private func check(_ status: CInt) throws(Failure) {
        guard status != REDIS_OK else { return }
        guard var text = reader?.pointee.errstr, reader?.pointee.err != REDIS_ERR_OOM else {
            throw .tooLarge
        }
        let reason = withUnsafeBytes(of: &text) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        throw .malformed(reason)
    }
}

// MARK: hiredis' object callbacks. Nil tells hiredis "out of memory", which ends the connection.

/// Writes `node` where the task's parent keeps its elements, or as the root of a new tree.
private func place(
    _ node: ReplyNode, _ task: UnsafePointer<redisReadTask>,
    _ arena: UnsafeMutablePointer<ReplyArena>
) -> UnsafeMutableRawPointer? {
    let slot: UnsafeMutableRawPointer?
    if let parent = task.pointee.parent {
        let elements = parent.pointee.obj?.load(as: ReplyNode.self).contents
        slot = elements.map {
            UnsafeMutableRawPointer(mutating: $0)
                + Int(task.pointee.idx) * MemoryLayout<ReplyNode>.stride
        }
    } else {
        slot = arena.pointee.allocate(MemoryLayout<ReplyNode>.stride)
    }
    slot?.storeBytes(of: node, as: ReplyNode.self)
    return slot
}

private func arena(of task: UnsafePointer<redisReadTask>) -> UnsafeMutablePointer<ReplyArena>? {
    task.pointee.privdata?.assumingMemoryBound(to: ReplyArena.self)
}

private func createString(
    _ task: UnsafePointer<redisReadTask>?, _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int
) -> UnsafeMutableRawPointer? {
    guard let task, let arena = arena(of: task), let copy = arena.pointee.allocate(length) else {
        return nil
    }
    if let bytes { copy.copyMemory(from: bytes, byteCount: length) }
    let kind: ReplyNode.Kind =
        switch task.pointee.type {
        case REDIS_REPLY_STATUS: .status
        case REDIS_REPLY_ERROR: .error
        default: .string
        }
    return place(ReplyNode(kind: kind, value: length, contents: copy), task, arena)
}

private func createArray(
    _ task: UnsafePointer<redisReadTask>?, _ count: CInt
) -> UnsafeMutableRawPointer? {
    guard let task, let arena = arena(of: task) else { return nil }
    // Every element is written before the reply is handed out: no need to clear them here.
    guard let elements = arena.pointee.allocate(Int(count) * MemoryLayout<ReplyNode>.stride) else {
        return nil
    }
    return place(ReplyNode(kind: .array, value: Int(count), contents: elements), task, arena)
}

private func createInteger(
    _ task: UnsafePointer<redisReadTask>?, _ value: CLongLong
) -> UnsafeMutableRawPointer? {
    guard let task, let arena = arena(of: task) else { return nil }
    return place(ReplyNode(kind: .integer, value: Int(value), contents: nil), task, arena)
}

private func createNull(_ task: UnsafePointer<redisReadTask>?) -> UnsafeMutableRawPointer? {
    guard let task, let arena = arena(of: task) else { return nil }
    return place(.null, task, arena)
}
