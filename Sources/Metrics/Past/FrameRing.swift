/// The frames of one resolution: one a slot (a second, ten, a minute), the newest of it, for as many
/// slots as there is room for. A slot in which nothing was noted has no frame.
///
/// Times only grow: after a clock that went back (another server), what it had not yet reached is gone.
struct FrameRing: Sendable {
    struct Frame {
        var at: Timestamp
        var outline: Int
        var bytes: [UInt8]
    }

    let slotSeconds: Int
    let capacity: Int
    /// Bytes of a frame; all have as many.
    let width: Int
    private(set) var count = 0
    /// Where the oldest is stored. Frames are stored in a circle that grows up to `capacity`.
    private var head = 0
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    private struct Entry: Sendable {
        var at: Timestamp
        var outline: Int
    }

    init(slotSeconds: Int, capacity: Int, width: Int) {
        self.slotSeconds = slotSeconds
        self.capacity = capacity
        self.width = width
    }

    /// Of a ring that is full.
    static func byteLimit(capacity: Int, width: Int) -> Int {
        capacity * (width + MemoryLayout<Entry>.stride)
    }

    var byteCount: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride }

    mutating func note(_ frame: Frame) {
        guard frame.bytes.count == width else { return }
        let slot = slot(of: frame.at)
        while count > 0, self.slot(of: time(count - 1)) >= slot { count -= 1 }
        while count > 0, self.slot(of: time(0)) <= slot - Int64(capacity) { dropOldest() }
        if count == capacity { dropOldest() }
        if entries.isEmpty {
            // Memory that is not written to yet costs nothing.
            entries.reserveCapacity(capacity)
            bytes.reserveCapacity(capacity * width)
        }
        let place = (head + count) % capacity
        let entry = Entry(at: frame.at, outline: frame.outline)
        if place < entries.count {
            entries[place] = entry
            bytes.replaceSubrange(place * width..<(place + 1) * width, with: frame.bytes)
        } else {
            entries.append(entry)
            bytes += frame.bytes
        }
        count += 1
    }

    /// The newest before a moment, and the oldest after it.
    func time(before moment: Timestamp) -> Timestamp? {
        let index = countOfTimes { $0 < moment }
        return index > 0 ? time(index - 1) : nil
    }

    func time(after moment: Timestamp) -> Timestamp? {
        let index = countOfTimes { $0 <= moment }
        return index < count ? time(index) : nil
    }

    func frame(at moment: Timestamp) -> Frame? {
        let index = countOfTimes { $0 < moment }
        guard index < count, time(index) == moment else { return nil }
        return frame(index)
    }

    /// The newest frames before a moment, oldest first.
    func frames(before moment: Timestamp, most: Int) -> [Frame] {
        let end = countOfTimes { $0 < moment }
        return (max(0, end - most)..<end).map(frame)
    }

    /// The frames later than `start` up to `end`, oldest first.
    func forEach(
        after start: Timestamp, upTo end: Timestamp, _ body: (Timestamp, ArraySlice<UInt8>) -> Void
    ) {
        let first = countOfTimes { $0 <= start }
        let last = countOfTimes { $0 <= end }
        guard first < last else { return }
        for index in first..<last {
            let place = place(index)
            body(entries[place].at, bytes[place * width..<(place + 1) * width])
        }
    }

    private func frame(_ index: Int) -> Frame {
        let place = place(index)
        return Frame(
            at: entries[place].at, outline: entries[place].outline,
            bytes: Array(bytes[place * width..<(place + 1) * width]))
    }

    private func place(_ index: Int) -> Int { (head + index) % capacity }

    private func time(_ index: Int) -> Timestamp { entries[place(index)].at }

    private func slot(of moment: Timestamp) -> Int64 {
        moment.milliseconds / (Int64(slotSeconds) * 1000)
    }

    private mutating func dropOldest() {
        head = (head + 1) % capacity
        count -= 1
    }

    /// How many of the frames, oldest first, are so.
    private func countOfTimes(_ isSo: (Timestamp) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSo(time(middle)) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
