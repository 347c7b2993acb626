/// What SCAN answers: where to go on, and keys.
package struct ScanPage: Sendable {
    package let cursor: [UInt8]
    package let keys: [[UInt8]]

    package init(_ view: RedisReplyView) {
        cursor = Array(view[0].bytes)
        let keys = view[1]
        self.keys = (0..<keys.count).map { Array(keys[$0].bytes) }
    }
}
