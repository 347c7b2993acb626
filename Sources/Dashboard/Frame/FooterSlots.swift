import Screen

/// The places of the footer's keys, from the left.
struct FooterSlots {
    struct Slot {
        var x: Int
        var line: Line
        var isUsable = true
        var isKept = false
        var isPurge = false
    }

    private(set) var slots: [Slot] = []
    /// Columns that are left before the kept ones.
    var room: Int
    var x = 1

    init(room: Int) { self.room = room }

    /// One that has no room is left out; a kept one has its room already.
    mutating func put(
        _ line: Line, isUsable: Bool = true, isKept: Bool = false, isPurge: Bool = false
    ) {
        guard isKept || line.columns <= room else { return }
        slots.append(Slot(x: x, line: line, isUsable: isUsable, isKept: isKept, isPurge: isPurge))
        x += line.columns
        if !isKept { room -= line.columns }
    }
}
