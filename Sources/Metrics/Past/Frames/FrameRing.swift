/// The frames of one resolution: one a slot (a second, ten, a minute), the newest of it, for as many
/// slots as there is room for. A slot in which nothing was noted has no frame.
///
/// Times only grow: after a clock that went back (another server), what it had not yet reached is gone.
struct FrameRing: Sendable {
    struct Frame {
        var at: Timestamp
        /// Until the next is due.
        var intervalSeconds: Double
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
        var outline: Int32
        var intervalSeconds: Float

        init(_ frame: Frame) {
            at = frame.at
            outline = Int32(clamping: frame.outline)
            intervalSeconds = Float(frame.intervalSeconds)
        }
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
        let entry = Entry(frame)
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

    private func frame(_ index: Int) -> Frame {
        let place = place(index)
        let entry = entries[place]
        return Frame(
            at: entry.at, intervalSeconds: Double(entry.intervalSeconds),
            outline: Int(entry.outline),
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

extension FrameRing {
    var oldest: Timestamp? { count > 0 ? time(0) : nil }
    var newest: Timestamp? { count > 0 ? time(count - 1) : nil }
    var reachSeconds: Double { Double(slotSeconds * capacity) }

    /// Whether there is room for a frame of this moment before its oldest.
    func wants(_ moment: Timestamp) -> Bool {
        guard let oldest, let newest else { return false }
        return slot(of: moment) < slot(of: oldest)
            && slot(of: moment) > slot(of: newest) - Int64(capacity)
    }

    /// Adds frames of slots before its oldest, as far as there is room: of a slot the newest.
    /// - Parameter frames: oldest first.
    mutating func prepend(_ frames: [Frame]) {
        var older: [Frame] = []
        for frame in frames.reversed() where frame.bytes.count == width && wants(frame.at) {
            let next = older.last.map { slot(of: $0.at) } ?? .max
            if slot(of: frame.at) < next { older.append(frame) }
        }
        guard !older.isEmpty else { return }
        let kept = (0..<count).map(frame)
        head = 0
        count = 0
        entries = []
        bytes = []
        for frame in older.reversed() + kept { note(frame) }
    }

    /// Where the frames later than `start` up to `end` are found, and the one before them and behind them, oldest
    /// first.
    func references(
        after start: Timestamp, upTo end: Timestamp, before limit: Timestamp?, ring: Int
    ) -> [FrameReference] {
        let first = max(0, countOfTimes { $0 <= start } - 1)
        let last = min(
            count, countOfTimes { $0 <= end } + 1,
            limit.map { limit in countOfTimes { $0 < limit } } ?? count)
        guard first < last else { return [] }
        return (first..<last).map { index in
            let place = place(index)
            let entry = entries[place]
            return FrameReference(
                at: entry.at, intervalSeconds: entry.intervalSeconds, outline: entry.outline,
                slotSeconds: Float(slotSeconds), ring: ring, offset: place * width)
        }
    }

    /// nil: not measured.
    func number(at offset: Int) -> Double? {
        guard offset >= 0, offset + 4 <= bytes.count else { return nil }
        let bits = bytes.withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        let value = Float(bitPattern: bits)
        return value.isNaN ? nil : Double(value)
    }
}
