/// The globs that a purge announces, and which keys they cover; the others are announced by name.
package struct PurgeAnnouncement: Sendable, Hashable {
    /// The `src` of its events, which distinguishes them from those of the shop.
    package static let source = "cachetop"

    package let globs: [[UInt8]]

    package func covers(_ key: [UInt8]) -> Bool { globs.contains { Glob.matches($0, key) } }
}
