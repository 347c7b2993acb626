/// One page of SCAN: some keys, and where the next page begins.
package struct ScanPage: Sendable {
    /// The cursor of the first page, and the answer of the last one.
    package static let start = [UInt8(ascii: "0")]

    package let keys: [[UInt8]]
    private let cursor: [UInt8]

    /// Where to go on; nil: this was the last page.
    package var next: [UInt8]? { cursor == Self.start ? nil : cursor }

    package init(_ view: RedisReplyView) {
        cursor = Array(view[0].bytes)
        let keys = view[1]
        self.keys = (0..<keys.count).map { Array(keys[$0].bytes) }
    }

    /// - Parameter count: how many keys Redis is to look at, roughly.
    package static func command(
        from cursor: [UInt8], matching glob: [UInt8]? = nil, count: Int
    ) -> RedisCommand {
        var command = RedisCommand("SCAN", key: cursor)
        if let glob { command = command.appending("MATCH").appending(glob) }
        return command.appending("COUNT").appending(count)
    }
}
