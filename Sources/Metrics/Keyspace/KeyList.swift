/// Many keys in two buffers: the frozen list of a purge, which may be a million keys long.
///
/// An array of arrays costs an allocation a key, and a plan is kept, copied between tasks and
/// compared. Order is kept, repeats are the caller's business.
package struct KeyList: Sendable, Hashable, RandomAccessCollection {
    private var bytes: [UInt8] = []
    /// Where each key ends in `bytes`.
    private var ends: [Int] = []

    package init() {}

    package init(_ keys: some Sequence<[UInt8]>) {
        for key in keys { append(key) }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { ends.count }

    package subscript(index: Int) -> [UInt8] { Array(bytes[range(index)]) }

    /// The next keys, as many as one command should name: at least one, and not above both limits.
    package func batch(from start: Int, upTo limit: Int, bytes: Int) -> [[UInt8]] {
        var batch: [[UInt8]] = []
        var size = 0
        for index in start..<Swift.max(start, Swift.min(count, start + limit)) {
            size += range(index).count
            if !batch.isEmpty, size > bytes { break }
            batch.append(self[index])
        }
        return batch
    }

    package mutating func append(_ key: some Collection<UInt8>) {
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
    }

    /// Whether the key at `index` has these bytes; copies nothing.
    package func matches(_ key: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        let range = range(index)
        guard range.count == key.count else { return false }
        return bytes.withUnsafeBufferPointer { all in
            for offset in 0..<key.count where all[range.lowerBound + offset] != key[offset] {
                return false
            }
            return true
        }
    }

    /// Bytes of all names together.
    package var byteCount: Int { bytes.count }

    /// At most `count` of the keys from `start` on, evenly spread, the first among them; fewer where their names
    /// would take more than `bytes`, about.
    package func sample(_ count: Int, from start: Int = 0, bytes: Int = .max) -> KeyList {
        let rest = self.count - start
        guard rest > 0, count > 0 else { return KeyList() }
        let size = byteCount - (start == 0 ? 0 : ends[start - 1])
        let fitting = size <= bytes ? rest : Swift.max(1, rest * (bytes / 1024) / (size / 1024))
        let count = Swift.min(count, rest, fitting)
        let step = Double(rest) / Double(count)
        return KeyList((0..<count).lazy.map { self[start + Int(Double($0) * step)] })
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
}
