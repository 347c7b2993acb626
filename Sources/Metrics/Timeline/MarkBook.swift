/// The newest marks, oldest first. One that is read again after a lost connection is the same one.
struct MarkBook: Sendable {
    static let limit = 200

    private(set) var marks: [TimelineEntry] = []

    mutating func add(_ mark: TimelineEntry) {
        guard !marks.contains(mark) else { return }
        let index = marks.lastIndex { $0.at <= mark.at }.map { $0 + 1 } ?? 0
        marks.insert(mark, at: index)
        if marks.count > Self.limit { marks.removeFirst() }
    }
}

extension History {
    package mutating func observe(marks: [TimelineEntry]) {
        for mark in marks { markBook.add(mark) }
    }
}
