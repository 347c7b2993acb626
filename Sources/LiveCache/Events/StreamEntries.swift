import Metrics
import RedisClient

/// The entries of a stream as XREAD and XREVRANGE return them, where the codec left them: the one place
/// that knows their shape, `[[id, [field, value, …]], …]`. What is no entry is left out.
struct StreamEntries: Sequence, IteratorProtocol {
    private let view: RedisReplyView
    private var index = 0

    /// Of XRANGE or XREVRANGE.
    init(_ view: RedisReplyView) { self.view = view }

    /// Of XREAD with one key: `[[key, entries]]`, or null where there are none.
    init(ofRead view: RedisReplyView) { self.init(view[0][1]) }

    var isEmpty: Bool { view.count == 0 }

    /// Elements that are no entries are counted, too.
    var count: Int { view.count }

    /// Of the last one; nil: there is none, or it is no entry.
    var lastID: StreamID? { StreamID(view[view.count - 1][0].bytes) }

    mutating func next() -> Entry? {
        while index < view.count {
            let entry = view[index]
            index += 1
            if let id = StreamID(entry[0].bytes) { return Entry(id: id, fields: entry[1]) }
        }
        return nil
    }

    struct Entry {
        /// Roughly what the reply needs for an entry besides its pairs.
        static let bytes = 32

        let id: StreamID
        fileprivate let fields: RedisReplyView

        /// Of pairs.
        var count: Int { fields.count / 2 }

        subscript(pair: Int) -> Pair {
            Pair(field: fields[2 * pair].bytes, value: fields[2 * pair + 1].bytes)
        }
    }

    struct Pair {
        let field: UnsafeBufferPointer<UInt8>
        let value: UnsafeBufferPointer<UInt8>

        /// Roughly what the reply needs for it.
        var bytes: Int { field.count + value.count + 12 }
    }
}

extension RedisCommand {
    /// XREAD of one stream.
    /// - Parameter block: how many milliseconds to wait for an entry; nil: not at all.
    static func xread(
        _ key: [UInt8], after id: StreamID, count: Int, block: Int? = nil
    ) -> RedisCommand {
        var command = RedisCommand("XREAD", "COUNT").appending(count)
        if let block { command = command.appending("BLOCK").appending(block) }
        return command.appending("STREAMS").appending(key).appending(id.description)
    }
}
