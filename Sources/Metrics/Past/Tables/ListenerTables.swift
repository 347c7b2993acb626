/// What ten of the shop's listeners said of themselves at the beginning of each minute.
struct ListenerTables: Sendable {
    static let byteLimit = 128 * 1024
    private static let longestName = 128
    /// A moment and three numbers.
    private static let width = 4 + 3 * 9

    private var tables = MinuteTables(byteLimit: Self.byteLimit)
    var byteCount: Int { tables.byteCount }
    /// Without any there is nothing that would not be recorded.
    private(set) var hasListeners = false

    mutating func note(_ snapshot: Snapshot) {
        if !snapshot.listeners.isEmpty { hasListeners = true }
        // A shop without listeners needs no tables.
        guard hasListeners else { return }
        tables.note(at: snapshot.takenAt, isEmpty: snapshot.listeners.isEmpty) {
            snapshot.listeners.prefix(MinuteTables.rows).flatMap {
                Self.row($0, at: snapshot.takenAt)
            }
        }
    }

    /// The newest of the minute before a moment; nil: none was recorded.
    func table(at moment: Timestamp) -> (at: Timestamp, [Snapshot.Listener])? {
        guard let table = tables.table(at: moment) else { return nil }
        var rest = table.bytes[...]
        var listeners: [Snapshot.Listener] = []
        while let length = rest.popFirst(), rest.count >= Self.width {
            var coder = FrameCoder(reading: Array(rest.prefix(Self.width)), at: table.at)
            var listener = Snapshot.Listener(name: "", ListenerBeat())
            coder.listener(&listener)
            rest = rest.dropFirst(Self.width)
            listener.name = String(decoding: rest.prefix(Int(length)), as: UTF8.self)
            rest = rest.dropFirst(Int(length))
            listeners.append(listener)
        }
        return (table.at, listeners)
    }

    private static func row(_ listener: Snapshot.Listener, at moment: Timestamp) -> [UInt8] {
        var copy = listener
        var coder = FrameCoder(writingAt: moment)
        coder.listener(&copy)
        let name = listener.name.cut(toBytes: longestName)
        return [UInt8(clamping: name.utf8.count)] + coder.bytes + name.utf8
    }
}

extension FrameCoder {
    fileprivate mutating func listener(_ listener: inout Snapshot.Listener) {
        moment(&listener.at)
        exact(&listener.position)
        exact(&listener.backlog)
        exact(&listener.secondRemovals)
    }
}
