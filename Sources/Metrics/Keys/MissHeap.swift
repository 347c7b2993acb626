/// Which of some counters has the fewest misses: a binary heap of numbers, so that finding it is one look and
/// raising one costs a few moves of 16 bytes.
///
/// A counter is named by its place, 0, 1, 2 … in the order in which they were appended.
struct MissHeap: Sendable {
    private struct Node {
        var misses: UInt64
        var place: Int
    }

    /// None has more misses than the two behind it, at 2i + 1 and 2i + 2.
    private var nodes: [Node] = []
    /// By place: where its node is.
    private var positions: [Int] = []

    /// nil: there is none.
    var least: (place: Int, misses: UInt64)? { nodes.first.map { ($0.place, $0.misses) } }

    mutating func append(_ misses: UInt64) {
        let node = Node(misses: misses, place: nodes.count)
        var child = nodes.count
        nodes.append(node)
        positions.append(child)
        while child > 0, node.misses < nodes[(child - 1) / 2].misses {
            put(nodes[(child - 1) / 2], at: child)
            child = (child - 1) / 2
        }
        put(node, at: child)
    }

    /// - Parameter misses: no fewer than it has.
    mutating func raise(_ place: Int, to misses: UInt64) {
        let node = Node(misses: misses, place: place)
        var parent = positions[place]
        while true {
            var child = 2 * parent + 1
            guard child < nodes.count else { break }
            if child + 1 < nodes.count, nodes[child + 1].misses < nodes[child].misses { child += 1 }
            guard nodes[child].misses < misses else { break }
            put(nodes[child], at: parent)
            parent = child
        }
        put(node, at: parent)
    }

    /// All have none.
    mutating func restart() {
        for index in nodes.indices { nodes[index].misses = 0 }
    }

    @inline(__always)
    private mutating func put(_ node: Node, at index: Int) {
        nodes[index] = node
        positions[node.place] = index
    }
}
