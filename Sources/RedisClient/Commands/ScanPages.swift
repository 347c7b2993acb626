/// One pass of SCAN over one server, page by page.
///
/// The server may give a key twice, and an empty page before the end. Pages begin small and grow up to
/// `count` while their names are short: of names of a megabyte a page has a few.
package struct ScanPages: Sendable {
    /// Bytes of names in a page, about.
    private static let pageBytes = 4 << 20
    private static let first = 16

    private let match: [UInt8]?
    /// What SCAN is asked to go past, at most.
    package var most: Int
    /// What SCAN is asked to go past next.
    private var count: Int
    private var cursor: [UInt8]? = ScanPage.start
    /// Keys that SCAN went past, repeats included: what it was asked for, page by page.
    package private(set) var looked: UInt64 = 0
    /// What SCAN was asked to go past with the last page.
    package private(set) var lastCount = 0

    /// - Parameters:
    ///   - match: a pattern for MATCH; nil: every key.
    ///   - count: what SCAN is asked to go past, a page, at most.
    package init(match: [UInt8]?, count: Int) {
        self.match = match
        most = max(1, count)
        self.count = min(most, Self.first)
    }

    /// The keys of the next page; nil: the pass is over.
    package mutating func next(
        _ connection: RedisConnection, deadline: Duration
    ) async throws(RedisError) -> [[UInt8]]? {
        guard let cursor else { return nil }
        count = min(count, max(1, most))
        let command = ScanPage.command(from: cursor, matching: match, count: count)
        let page = try await connection.send(command, deadline: deadline) { ScanPage($0) }
        lastCount = count
        looked += UInt64(count)
        self.cursor = page.next
        adapt(to: page.keys.reduce(0) { $0 + $1.count })
        return page.keys
    }

    private mutating func adapt(to bytes: Int) {
        if bytes > Self.pageBytes {
            count = max(1, count / 2)
        } else if bytes < Self.pageBytes / 4 {
            count = min(max(1, most), count * 2)
        }
    }
}
