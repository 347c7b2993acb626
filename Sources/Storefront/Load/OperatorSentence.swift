/// Why a command can't do its work, and what to do about it: goes to standard error as it is, with
/// exit status 1.
struct OperatorSentence: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
