/// A part of a list. Numbers from 1, at most 100 entries.
struct Page: Sendable, Hashable {
    static let limits = 1...100
    static let numbers = 1...1000

    var number = 1
    var limit = 24
}
