/// An expression as a tree.
indirect enum PatternNode {
    case byte(ByteSet)
    case sequence([PatternNode])
    /// The first that matches.
    case either([PatternNode])
    /// - Parameter most: nil: without end.
    case repeated(PatternNode, least: Int, most: Int?, isGreedy: Bool)
    case group(name: String, PatternNode)
    case place(Place)

    enum Place: Sendable, Hashable { case start, end, wordBoundary, noWordBoundary }
}
