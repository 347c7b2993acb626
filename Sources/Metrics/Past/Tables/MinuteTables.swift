/// A table at the beginning of each minute, as bytes, for a day.
///
/// A shown table is never newer than the moment that it is shown for. With long rows it reaches back less
/// far: all tables together have a limit in bytes.
struct MinuteTables: Sendable {
    static let rows = 10
    private static let most = 1440
    private static let overhead = 64

    private struct Table: Sendable {
        var at: Timestamp
        var bytes: [UInt8]
        var byteCount: Int { bytes.count + MinuteTables.overhead }
    }

    let byteLimit: Int
    private var tables: [Table] = []
    private(set) var byteCount = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// - Parameter rows: is called once a minute; before there was anything to record, each time.
    mutating func note(at moment: Timestamp, isEmpty: Bool, _ rows: () -> [UInt8]) {
        while let last = tables.last, last.at > moment {
            byteCount -= tables.removeLast().byteCount
        }
        if let last = tables.last, minute(last.at) >= minute(moment) {
            guard last.bytes.isEmpty, !isEmpty else { return }
            byteCount -= tables.removeLast().byteCount
        }
        let table = Table(at: moment, bytes: rows())
        tables.append(table)
        byteCount += table.byteCount
        while let first = tables.first, tables.count > 1,
            byteCount > byteLimit || minute(moment) - minute(first.at) >= Int64(Self.most)
        {
            byteCount -= tables.removeFirst().byteCount
        }
    }

    /// The newest of the minute before a moment; nil: none was recorded.
    func table(at moment: Timestamp) -> (at: Timestamp, bytes: [UInt8])? {
        guard let table = tables.last(where: { $0.at <= moment }),
            moment.seconds(since: table.at) < 60
        else { return nil }
        return (table.at, table.bytes)
    }

    private func minute(_ moment: Timestamp) -> Int64 { moment.milliseconds / 60_000 }
}

extension String {
    /// Of at most so many bytes: whole characters, and a sign that there is more.
    func cut(toBytes most: Int) -> String {
        guard utf8.count > most else { return self }
        var text = Substring(self)
        while text.utf8.count > most { text = text.dropLast() }
        return text + "…"
    }
}
