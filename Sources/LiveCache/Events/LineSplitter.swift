/// Cuts a stream of bytes into lines, however the bytes come.
///
/// A line longer than the limit is skipped to its end and counted, so memory is bounded whatever
/// a log holds.
struct LineSplitter: Sendable {
    static let limit = 64 << 10

    private var partial: [UInt8] = []
    private var isSkipping = false
    private(set) var skipped: UInt64 = 0

    /// Calls `body` with each line that `bytes` complete, without its newline.
    mutating func feed(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = UnsafeBufferPointer(rebasing: rest[..<end])
            rest = UnsafeBufferPointer(rebasing: rest[(end + 1)...])
            if isSkipping {
                isSkipping = false
            } else if partial.count + line.count > Self.limit {
                skipped += 1
                partial = []
            } else if partial.isEmpty {
                body(line)
            } else {
                partial.append(contentsOf: line)
                partial.withUnsafeBufferPointer(body)
                partial.removeAll(keepingCapacity: true)
            }
        }
        guard !isSkipping else { return }
        if partial.count + rest.count > Self.limit {
            skipped += 1
            isSkipping = true
            partial = []
        } else {
            partial.append(contentsOf: rest)
        }
    }

    /// The end of the file: what stands without a newline is a line, too.
    mutating func finish(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if !partial.isEmpty { partial.withUnsafeBufferPointer(body) }
        partial = []
        isSkipping = false
    }
}
