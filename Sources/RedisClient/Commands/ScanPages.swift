/// One pass of SCAN over one server, page by page.
///
/// The server may give a key twice, and an empty page before the end.
package struct ScanPages: Sendable {
    private let match: [UInt8]?
    /// What SCAN is asked to go past, a page.
    package private(set) var count: Int
    private var cursor: [UInt8]? = Self.start
    /// Keys that SCAN went past, repeats included: what it was asked for, page by page.
    package private(set) var looked: UInt64 = 0

    private static let start = [UInt8(ascii: "0")]

    /// - Parameter match: a pattern for MATCH; nil: every key.
    package init(match: [UInt8]?, count: Int) {
        self.match = match
        self.count = max(1, count)
    }

    /// The keys of the next page; nil: the pass is over.
    package mutating func next(
        _ connection: RedisConnection, deadline: Duration
    ) async throws(RedisError) -> [[UInt8]]? {
        guard let cursor else { return nil }
        var command = RedisCommand("SCAN", key: cursor)
        if let match { command = command.appending("MATCH").appending(match) }
        command = command.appending("COUNT").appending(count)
        let page = try await connection.send(command, deadline: deadline) { ScanPage($0) }
        looked += UInt64(count)
        self.cursor = page.cursor == Self.start ? nil : page.cursor
        return page.keys
    }
}
