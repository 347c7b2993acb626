/// One run of Pike's machine over one text: the places in the program where it stands, most wanted
/// first, each with what its groups hold.
struct PatternRun {
    /// Where groups begin and end; -1: not yet.
    typealias Slots = SIMD4<Int32>

    private struct Thread {
        var place: Int
        var slots: Slots
    }

    /// What is still to be done when places are followed.
    private enum Task {
        case visit(Int)
        case restore(Slots)
    }

    private let program: PatternProgram
    private let text: UnsafeBufferPointer<UInt8>
    private var stepsLeft: Int
    /// By place: the position at which it was reached last, plus one.
    private var reached: [Int]
    private var tasks: [Task] = []

    init(_ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, stepLimit: Int) {
        self.program = program
        self.text = text
        stepsLeft = stepLimit
        reached = Array(repeating: 0, count: program.instructions.count)
    }

    mutating func result() -> BytePattern.Result {
        var current: [Thread] = []
        var next: [Thread] = []
        var found: Slots?
        for position in 0...text.count {
            if found == nil { follow(0, Slots(repeating: -1), at: position, into: &current) }
            if current.isEmpty, found != nil { break }
            for thread in current {
                switch program.instructions[thread.place] {
                case .byte(let set):
                    guard position < text.count, set.contains(text[position]) else { continue }
                    follow(thread.place + 1, thread.slots, at: position + 1, into: &next)
                    continue
                case .match: found = thread.slots
                default: continue
                }
                // What is less wanted than a match is given up.
                break
            }
            guard stepsLeft > 0 else { return .tooCostly }
            swap(&current, &next)
            next.removeAll(keepingCapacity: true)
        }
        guard let found else { return .none }
        return .match(
            (0..<program.groupCount).map { group in
                let (start, end) = (Int(found[group * 2]), Int(found[group * 2 + 1]))
                return start >= 0 && end >= start ? start..<end : nil
            })
    }

    /// Adds the places that are reached from here without taking a byte, in their order.
    private mutating func follow(
        _ start: Int, _ slots: Slots, at position: Int, into threads: inout [Thread]
    ) {
        var slots = slots
        tasks.append(.visit(start))
        while let task = tasks.popLast() {
            guard case .visit(let place) = task else {
                if case .restore(let earlier) = task { slots = earlier }
                continue
            }
            stepsLeft -= 1
            guard reached[place] != position + 1 else { continue }
            reached[place] = position + 1
            switch program.instructions[place] {
            case .jump(let target): tasks.append(.visit(target))
            case .split(let first, let second):
                tasks.append(.visit(second))
                tasks.append(.visit(first))
            case .save(let slot):
                tasks.append(.restore(slots))
                slots[slot] = Int32(position)
                tasks.append(.visit(place + 1))
            case .place(let kind):
                if holds(kind, at: position) { tasks.append(.visit(place + 1)) }
            case .byte, .match: threads.append(Thread(place: place, slots: slots))
            }
        }
    }

    private func holds(_ place: PatternNode.Place, at position: Int) -> Bool {
        switch place {
        case .start: position == 0
        case .end: position == text.count
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .noWordBoundary: isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ index: Int) -> Bool {
        index >= 0 && index < text.count && ByteSet.wordBytes.contains(text[index])
    }
}
