/// An expression as instructions of Pike's machine.
struct PatternProgram: Sendable, Hashable {
    enum Instruction: Sendable, Hashable {
        case byte(ByteSet)
        /// Goes on at both, rather at the first.
        case split(Int, Int)
        case jump(Int)
        /// Notes where a group begins or ends: slot 2·g or 2·g + 1.
        case save(Int)
        case place(PatternNode.Place)
        case match
    }

    private(set) var instructions: [Instruction] = []
    /// Those that were asked for: two at most, as many as `PatternRun.Slots` has room for.
    private let groups: [String]
    /// Parts of the tree that were written, with those that came to nothing.
    private var parts = 0

    static let longest = 2000
    static let mostParts = 20_000

    init(_ node: PatternNode, groups: [String]) throws(BytePattern.Problem) {
        self.groups = Array(groups.prefix(PatternRun.Slots.scalarCount / 2))
        try emit(node)
        instructions.append(.match)
    }

    var groupCount: Int { groups.count }

    private mutating func add(_ instruction: Instruction) -> Int {
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func emit(_ node: PatternNode) throws(BytePattern.Problem) {
        parts += 1
        guard instructions.count < Self.longest, parts < Self.mostParts else {
            throw BytePattern.Problem("it is too large; use smaller numbers in {…}")
        }
        switch node {
        case .byte(let set): _ = add(.byte(set))
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .place(let place): _ = add(.place(place))
        case .group(let name, let inside):
            guard let group = groups.firstIndex(of: name) else { return try emit(inside) }
            _ = add(.save(group * 2))
            try emit(inside)
            _ = add(.save(group * 2 + 1))
        case .either(let choices):
            var ends: [Int] = []
            for choice in choices.dropLast() {
                let split = add(.jump(0))
                try emit(choice)
                ends.append(add(.jump(0)))
                instructions[split] = .split(split + 1, instructions.count)
            }
            if let last = choices.last { try emit(last) }
            for end in ends { instructions[end] = .jump(instructions.count) }
        case .repeated(let inside, let least, let most, let isGreedy):
            for _ in 0..<least { try emit(inside) }
            guard let most else { return try emitLoop(inside, isGreedy) }
            var splits: [Int] = []
            for _ in least..<max(least, most) {
                splits.append(add(.jump(0)))
                try emit(inside)
            }
            for split in splits { instructions[split] = fork(split + 1, isGreedy) }
        }
    }

    private mutating func emitLoop(
        _ inside: PatternNode, _ isGreedy: Bool
    ) throws(BytePattern.Problem) {
        let split = add(.jump(0))
        try emit(inside)
        _ = add(.jump(split))
        instructions[split] = fork(split + 1, isGreedy)
    }

    /// Into what is repeated, or on to the end of what was written so far.
    private func fork(_ inside: Int, _ isGreedy: Bool) -> Instruction {
        isGreedy
            ? .split(inside, instructions.count) : .split(instructions.count, inside)
    }
}
