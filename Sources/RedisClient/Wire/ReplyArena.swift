/// The memory of one reply at a time: allocation is an addition, release is forgetting.
///
/// hiredis' own reply objects cost one or two mallocs and frees a node, most of the time it takes
/// to read a stream. Here the nodes and bytes of a reply lie side by side in a few chunks, and the
/// next reply overwrites them. Chunks never move, since nodes point to each other. The trade: a
/// reply can't be kept, only copied; and one chunk of at most `kept` bytes stays with an idle
/// connection.
struct ReplyArena: ~Copyable {
    private static let smallest = 16 << 10
    private static let kept = 1 << 20

    private var chunk: UnsafeMutableRawBufferPointer
    private var used = 0
    private var full: [UnsafeMutableRawBufferPointer] = []
    private var total: Int
    private let limit: Int

    /// `limit` bounds what one reply may take, in bytes: a length that a broken or hostile server
    /// claims is not a reason to die of it.
    init(limit: Int) {
        chunk = .allocate(byteCount: Self.smallest, alignment: 16)
        total = Self.smallest
        self.limit = limit
    }

    /// For replies of at most `bytes` as received: the shortest element, `:1`, is 4 bytes on the wire and a
    /// node of 24 in memory.
    init(forRepliesOf bytes: Int) { self.init(limit: bytes * 6 + (1 << 20)) }

    deinit {
        chunk.deallocate()
        for other in full { other.deallocate() }
    }

    /// Uninitialised memory, aligned to 8 bytes; nil beyond the limit.
    mutating func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard byteCount >= 0, byteCount <= limit else { return nil }
        let rounded = (byteCount + 7) & ~7
        if chunk.count - used < rounded {
            let size = max(rounded, min(chunk.count * 2, Self.kept))
            guard total + size <= limit else { return nil }
            full.append(chunk)
            chunk = .allocate(byteCount: size, alignment: 16)
            total += size
            used = 0
        }
        defer { used += rounded }
        return chunk.baseAddress.map { $0 + used }
    }

    /// Forgets everything allocated so far.
    mutating func reset() {
        used = 0
        guard !full.isEmpty || chunk.count > Self.kept else { return }
        for other in full { other.deallocate() }
        full.removeAll(keepingCapacity: true)
        if chunk.count > Self.kept {
            chunk.deallocate()
            chunk = .allocate(byteCount: Self.smallest, alignment: 16)
        }
        total = chunk.count
    }
}
