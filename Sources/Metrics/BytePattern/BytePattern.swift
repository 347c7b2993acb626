/// A regular expression over bytes that takes time in proportion to the text, whatever it is given.
///
/// Thompson's construction, run as Pike's virtual machine: all ways through the expression advance
/// together, byte by byte, so there is no backtracking and no expression that explodes (Russ Cox,
/// "Regular Expression Matching: the Virtual Machine Approach", 2009). What can't be done so, back
/// references and look-around, is refused by name. A budget of steps bounds a line as well: 4,000,000
/// steps are some 20 ms.
package struct BytePattern: Sendable, Hashable {
    package let text: String
    private let program: PatternProgram

    /// Why an expression can't be used, as the rest of a sentence: `a group is not closed`.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String

        init(_ description: String) { self.description = description }
    }

    package enum Result: Sendable, Hashable {
        case none
        /// Where each of the named groups matched, in the order in which they were asked for.
        case match([Range<Int>?])
        case tooCostly
    }

    static let stepLimit = 4_000_000
    static let longestText = 1000

    /// - Parameter groups: names that must occur, each in one group at least.
    package init(_ text: String, groups: [String]) throws(Problem) {
        self.text = text
        guard text.utf8.count <= Self.longestText else {
            throw Problem("it is longer than \(Self.longestText) bytes")
        }
        var parser = PatternParser(Array(text.utf8))
        let node = try parser.parse()
        for name in groups where !parser.names.contains(name) {
            throw Problem("it has no group named '\(name)', as in (?<\(name)>\\S+)")
        }
        program = try PatternProgram(node, groups: groups)
    }

    /// The leftmost match; of those that begin there, the one that Perl would find.
    package func firstMatch(
        in bytes: UnsafeBufferPointer<UInt8>, stepLimit: Int = BytePattern.stepLimit
    ) -> Result {
        var run = PatternRun(program, bytes, stepLimit: stepLimit)
        return run.result()
    }
}
