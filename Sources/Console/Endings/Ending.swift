/// Why a command does not end well: a sentence for standard error, and the exit status.
package struct Ending: Error, Hashable, CustomStringConvertible {
    package enum Status: Int32, Sendable {
        case failed = 1
        case usedWrongly = 2
        case refused = 3
        case notConfirmed = 4
    }

    package let status: Status
    /// May have several lines. What can't be seen has been made visible: settings and servers put foreign
    /// text into sentences.
    package let description: String

    package init(_ status: Status, _ sentence: String) {
        self.status = status
        description = DisplayLine.safeLines(sentence)
    }
}
